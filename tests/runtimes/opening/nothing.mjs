// What a fresh process or page costs by itself.
export const first = async () => {}
