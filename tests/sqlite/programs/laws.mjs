// Prints which laws a store on a file keeps: by two connections, and after a backup was restored.
import { checkRestore, checkStore } from '../../../pkg/dist/store-laws.js'
import { close, given, open, raw } from './open.mjs'

const [path] = given
console.log(String(await checkStore(() => open(path), close)))
const backup = () => {
  const database = raw(path)
  database.exec(`VACUUM INTO '${path}-copy'`)
  database.close()
}
console.log(String(await checkRestore(open(path), backup, () => open(`${path}-copy`))))
