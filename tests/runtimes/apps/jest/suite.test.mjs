// Jest, without a configuration.
import { tested } from '../../programs/tested.mjs'

test('the scenarios', tested, 600_000)
