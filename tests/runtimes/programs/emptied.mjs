// A store that is emptied before it is first asked, so that a scenario finds nothing of the one before it.
export function emptied(store, empty) {
  let done
  const asked = (name) => async (...given) => {
    await (done ??= empty())
    return store[name](...given)
  }
  return { get: asked('get'), list: asked('list'), commit: asked('commit') }
}
