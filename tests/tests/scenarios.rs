//! Every scenario on every face that runs in this process.

use badgehouse_tests::engines::InProcess;
use badgehouse_tests::face::Face;
use badgehouse_tests::{runner, scenario};

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_holds_on_the_native_core() {
    all_hold(|| Box::new(InProcess::native())).await;
}

async fn all_hold(face: impl Fn() -> Box<dyn Face>) {
    let mut failures = Vec::new();
    let scenarios = scenario::all();
    assert!(scenarios.len() >= 20, "the scenarios are not where they are looked for");
    for (name, scenario) in &scenarios {
        if let Err(why) = runner::run(scenario, &*face()).await {
            failures.push(format!("{name}: {why}"));
        }
    }
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), scenarios.len(), failures.join("\n"));
}
