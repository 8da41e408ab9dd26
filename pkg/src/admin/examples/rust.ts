// The account by Rust and the crates ureq and serde_json.
import { parameters, type Given } from './given.js';

export function rust(given: Given): string {
  const fields = parameters(given).map(([name, value]) => `        (${quoted(name)}, ${quoted(value)}),\n`);
  return `// [dependencies]
// serde_json = "1"
// ureq = "3"
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("CLIENT_SECRET")?;
    let form = [
${fields.join('')}        ("client_id", ${quoted(given.clientId)}),
        ("client_secret", secret.as_str()),
    ];
    let mut answer = ureq::post(${quoted(given.tokenUrl)}).send_form(form)?;
    let answer: serde_json::Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
    let token = answer["access_token"].as_str().ok_or("no token")?;

    let call = ureq::get(${quoted(given.call)}).header("authorization", format!("Bearer {token}"));
    let mut called = call.call()?;
    println!("{} {}", called.status().as_u16(), called.body_mut().read_to_string()?);
    Ok(())
}
`;
}

/** As Rust has texts. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)}"`;
}
