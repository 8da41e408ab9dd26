export const fileOf = (name) => new URL(`results/${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`, import.meta.url)
export const written = async () => {}
