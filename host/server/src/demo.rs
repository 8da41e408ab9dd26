//! `demo`: the main job over real HTTP, on a server and a store that are thrown away.

mod ann;
mod client;
mod product;
mod tour;

use crate::actors::{Actors, Voucher};
use crate::backend::Choice;
use crate::bounds::Bounds;
use crate::connections::Transport;
use crate::page::{Link, MAX_LINK_SECONDS, PageOption};
use crate::sample;
use crate::sealing;
use crate::server::{self, Front, Server};
use crate::store::StoreAddress;
use ann::Ann;
use anyhow::{Context, Result};
use badgehouse::catalogue::{ADMIN_TOOL, App, Catalogue, DIRECTORY_TOOL, Requests};
use badgehouse::identifier::{AppId, ToolId};
use badgehouse::permission::Level;
use badgehouse::settings::Settings;
use clap::Args;
use client::Client;
use product::DemoProduct;
use tokio::sync::oneshot;
use tour::{LiveAccount, Tour};

/// Walk the main job on a server of its own, then keep serving it.
///
/// It listens on a loopback port that the system chooses, and its store is a throw-away folder. At the end it prints what any OAuth
/// client needs to be pointed at it.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse demo --once")]
pub(crate) struct Demo {
    /// Exit after the tour: with 0 only if every step was as expected.
    #[arg(long)]
    once: bool,
    /// Walk it at this URL, where a server runs that mounts Badgehouse as pkg/examples/server.mjs does, and end after the tour.
    #[arg(long, value_name = "URL", requires = "cookie", conflicts_with = "Choice")]
    at: Option<String>,
    /// The cookie by which that server knows Ann, an administrator of the company acme.
    #[arg(long, value_name = "COOKIE", requires = "at")]
    cookie: Option<String>,
    #[command(flatten)]
    page: PageOption,
    #[command(flatten)]
    choice: Choice,
}

impl Demo {
    pub(crate) async fn run(self) -> Result<()> {
        match (&self.at, &self.cookie) {
            (Some(issuer), Some(cookie)) => elsewhere(issuer, cookie).await,
            _ => self.here().await,
        }
    }

    async fn here(self) -> Result<()> {
        let stop = server::stop_signal()?;
        let folder = tempfile::tempdir().context("a throw-away folder cannot be made")?;
        let (listener, address) = server::bind(([127, 0, 0, 1], 0).into()).await?;
        let issuer = format!("http://{address}");
        let product = DemoProduct::new(&issuer)?;
        let settings = settings(&issuer)?;
        let voucher = Voucher { issuer: product.name().into(), keys: vec![product.public_key()] };
        let address = StoreAddress::File(folder.path().join("badges.db"));
        let page = self.page.open(&settings, &address)?;
        let links = page.as_ref().map(|page| page.links.clone());
        let actors = Actors::vouched_for(voucher);
        let store = address.open().await?;
        let (bounds, transport) = (Bounds::usual(), Transport::Plain);
        let front = Front {
            actors,
            client_address_header: None,
            sample: true,
            page,
            bounds,
            transport,
            operations: None,
        };
        let server = Server::open(listener, settings, store, &self.choice, front).await?;
        println!("Badgehouse at {issuer}: {} in a throw-away folder", server.engine());

        let (toured, end) = oneshot::channel();
        let serving = tokio::spawn(server.run(async move {
            tokio::select! {
                () = stop => {}
                // When the tour says nothing because it is over and well, the server goes on.
                Ok(()) = end => {}
            }
        }));
        let live = walk(&issuer, Ann::VouchedFor(product)).await;
        if live.is_ok() && !self.once {
            if let Some(links) = links {
                println!("\nAnn's page: {}", links.make(anns_link()?)?);
            }
            println!("\nServing until Ctrl-C.");
        }
        if self.once || live.is_err() {
            // A server that has stopped by itself is not there to be told.
            let _ = toured.send(());
        }
        serving.await.context("the server broke off")??;
        live
    }
}

/// The tour at a server that is no part of this program.
async fn elsewhere(issuer: &str, cookie: &str) -> Result<()> {
    walk(issuer.trim_end_matches('/'), Ann::SignedIn(cookie.to_owned())).await
}

/// Walks, and shows what it has left.
async fn walk(issuer: &str, ann: Ann) -> Result<()> {
    let tour = Tour::new(Client::new(issuer), ann);
    let live = tokio::task::spawn_blocking(move || tour.walk()).await.context("the tour broke off")??;
    print_live(issuer, &live);
    Ok(())
}

/// What Ann's page is opened by: as the administrator that she is in the tour.
fn anns_link() -> Result<Link> {
    let admin = |tool: &str| Ok::<_, anyhow::Error>((tool.parse::<ToolId>()?, Level::Admin));
    let levels = [admin(ADMIN_TOOL)?, admin(DIRECTORY_TOOL)?].into_iter().collect();
    let (user, company) = ("ann".parse()?, sample::COMPANY.parse()?);
    Ok(Link { user, company, levels, seconds: MAX_LINK_SECONDS })
}

/// The API of the demo, for which its tokens are.
fn sample_audience(issuer: &str) -> String {
    format!("{issuer}/sample")
}

/// The product of the demo: the ready catalogue and one app.
fn settings(issuer: &str) -> Result<Settings> {
    let app = AppId::parse("field_scheduler")?;
    let mut settings = Settings::new(issuer, "svc.example.com", vec![sealing::generate()?]);
    settings.audiences = vec![sample_audience(issuer)];
    settings.catalogue = Catalogue {
        apps: vec![App { id: app, name: "Field Scheduler".into(), requests: Requests::default() }],
        ..Catalogue::default()
    };
    Ok(settings)
}

fn print_live(issuer: &str, live: &LiveAccount) {
    println!(
        "\nFor any OAuth client, an account that may read the RFIs of every project of {}:\n",
        sample::COMPANY
    );
    println!("ISSUER={issuer}");
    println!("TOKEN_URL={issuer}/oauth/token");
    println!("JWKS_URL={issuer}/oauth/jwks");
    println!("AUDIENCE={}", sample_audience(issuer));
    println!("CLIENT_ID={}", live.client_id);
    println!("CLIENT_SECRET={}", live.client_secret);
}
