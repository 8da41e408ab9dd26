// Vitest, without a configuration.
import { test } from 'vitest'
import { tested } from '../../programs/tested.mjs'

test('the scenarios', tested, 600_000)
