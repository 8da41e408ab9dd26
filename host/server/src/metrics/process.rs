//! What the process has used, looked up each time that it is asked for.

use prometheus_client::registry::Registry;

#[cfg(target_os = "linux")]
pub(super) fn register(registry: &mut Registry) {
    registry.register_collector(Box::new(linux::Process::default()));
}

/// Elsewhere the system does not say it by files.
#[cfg(not(target_os = "linux"))]
pub(super) fn register(_: &mut Registry) {}

#[cfg(target_os = "linux")]
mod linux {
    use prometheus_client::collector::Collector;
    use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
    use prometheus_client::metrics::counter::ConstCounter;
    use prometheus_client::metrics::gauge::ConstGauge;
    use std::fs;
    use std::time::{SystemTime, UNIX_EPOCH};

    #[derive(Debug)]
    pub(super) struct Process {
        /// In Unix seconds.
        started: f64,
    }

    impl Default for Process {
        fn default() -> Self {
            let started = SystemTime::now().duration_since(UNIX_EPOCH);
            Self { started: started.map_or(0.0, |since| since.as_secs_f64()) }
        }
    }

    impl Collector for Process {
        fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
            let mut gauge = |name: &str, help: &str, value: Option<f64>| {
                let Some(value) = value else { return Ok(()) };
                let gauge = ConstGauge::new(value);
                gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
            };
            gauge(
                "process_start_time_seconds",
                "When the server began, in Unix seconds",
                Some(self.started),
            )?;
            gauge("process_resident_memory_bytes", "Memory in use", resident())?;
            gauge("process_open_fds", "File descriptors in use", open_files())?;
            let Some(computed) = computed() else { return Ok(()) };
            let counter = ConstCounter::new(computed);
            let help = "Time computed, in the program and in the system for it";
            counter.encode(encoder.encode_descriptor(
                "process_cpu_seconds",
                help,
                None,
                counter.metric_type(),
            )?)
        }
    }

    /// The second number of proc_pid_statm(5), in pages.
    fn resident() -> Option<f64> {
        let pages: f64 = fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as f64)
    }

    fn open_files() -> Option<f64> {
        Some(fs::read_dir("/proc/self/fd").ok()?.count() as f64)
    }

    /// `utime` and `stime` of proc_pid_stat(5): numbers 14 and 15, counted behind the name, which may have spaces in it.
    fn computed() -> Option<f64> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let (_, behind_the_name) = stat.rsplit_once(") ")?;
        let times = behind_the_name.split(' ').skip(11).take(2);
        let ticks = times.map(|ticks| ticks.parse::<f64>().ok()).sum::<Option<f64>>()?;
        Some(ticks / rustix::param::clock_ticks_per_second() as f64)
    }
}
