//! `clock`: how far time has come on the store, and the operator's word that the clock is right.

use crate::output;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::time::ClockStand;
use clap::Args;

/// Show where this machine's clock stands from the store's time; with --believe, say that the clock is right.
///
/// The store's time moves by what servers have seen pass, never by a clock alone: what is purged or rolled over by a wrong clock is gone. So it lags by what no server was
/// there to see, and stays ahead if it was set by a clock that was. One word mends both.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse clock")]
pub(crate) struct Clock {
    /// Set the store's time to this machine's clock, ahead or back. Look at the clock first: what is purged by it is gone.
    #[arg(long)]
    believe: bool,
    #[command(flatten)]
    platform: Platform,
}

impl Clock {
    pub(crate) async fn run(self) -> Result<()> {
        let engine = self.platform.engine().await?;
        let view = if self.believe { engine.believe_clock().await? } else { engine.clock().await? };
        output::line(&format!("the clock says    {}", view.clock))?;
        match view.store_time {
            None => output::line(
                "the store's time  not known yet: it begins with the clock when a server maintains the store",
            )?,
            Some(time) if self.believe => {
                output::line(&format!("the store's time  is the clock's from now on; it was {time}"))?
            }
            Some(time) => {
                let stand = match view.stand {
                    ClockStand::Near => "near",
                    ClockStand::FarAhead => {
                        "the clock is more than two days ahead; if it is right, call this with --believe"
                    }
                    ClockStand::FarBehind => {
                        "the clock is more than two days behind; if it is right, call this with --believe"
                    }
                };
                output::line(&format!("the store's time  {time} ({stand})"))?;
            }
        }
        Ok(())
    }
}
