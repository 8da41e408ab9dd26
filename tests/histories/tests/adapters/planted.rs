//! Faults that are planted in stores: the checker refuses the history of each.

use crate::faults::{Fault, Faulty};
use crate::processes::{Place, of_two_processes};
use crate::{WORKLOADS, told};
use badgehouse_histories::{Event, Plan, Workload, judge, judge_as, play};
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::Postgres;

async fn history(fault: Fault, workload: Workload) -> Vec<Event> {
    let store = Faulty::new(fault);
    let plan = Plan { workload, transactions: 250, ..Plan::default() };
    play(&plan, || store.clone()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_a_store_with_a_fault_is_accepted() {
    for workload in WORKLOADS {
        told("no fault", workload, judge(workload, history(Fault::None, workload).await).unwrap());
        for fault in Fault::ALL {
            let refused = judge(workload, history(fault, workload).await).unwrap_err();
            println!("{fault:?}, {workload:?}: {}", refused.lines().next().unwrap_or_default());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_of_a_moment_that_is_over_are_refused_for_that_alone() {
    let history = history(Fault::Stale, Workload::Lists).await;
    judge_as("serializable", Workload::Lists, history.clone()).unwrap();
    let refused = judge(Workload::Lists, history).unwrap_err();
    assert!(refused.contains("realtime"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_postgresql_at_less_isolation_is_accepted() {
    let server = Postgres::shared();
    for isolation in ["read committed", "repeatable read"] {
        let url = server.url(&server.make_database());
        PostgresStore::migrate(&url).await.unwrap();
        let place = Place::Postgres(url, isolation);
        let mut refused = None;
        // How the clients meet is chance.
        for round in 0..5 {
            let history = of_two_processes(&place, Workload::Lists, 1500, round).await;
            refused = judge(Workload::Lists, history).err();
            if refused.is_some() {
                println!("{isolation}, history {round}: {}", refused.as_deref().unwrap_or_default());
                break;
            }
        }
        assert!(refused.is_some(), "{isolation} passes for more");
    }
}
