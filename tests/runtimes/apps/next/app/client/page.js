// A page that the browser renders.
'use client'

import { useEffect } from 'react'
import * as badgehouse from '../../../../programs/package.mjs'
import { show } from '../../../../programs/show.mjs'
import { suite } from '../../../../programs/suite.mjs'

export default function Page() {
  useEffect(() => void show(suite(badgehouse, true)), [])
  return <p>Scenarios</p>
}
