//! etcd, of one node or several.

use crate::process::{end, find, free_port, run, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tempfile::TempDir;

/// A cluster. It ends when it is dropped.
pub struct Etcd {
    nodes: Vec<Node>,
    scheme: &'static str,
    settings: Vec<String>,
    token: String,
    folder: TempDir,
    prefixes: AtomicUsize,
}

struct Node {
    ports: Ports,
    server: Child,
}

/// Where a node listens to clients, to the other nodes, and to who asks how it is, without TLS and without a password.
#[derive(Clone, Copy)]
struct Ports {
    client: u16,
    peer: u16,
    health: u16,
}

impl Ports {
    fn free() -> Self {
        Self { client: free_port(), peer: free_port(), health: free_port() }
    }
}

impl Etcd {
    /// The three nodes that all tests of a program share while one of them has them. They do not wait for the disk, which only the loss of power would show.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Etcd>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Self::of(memory(), 3, "http", &[]));
            *shared = Arc::downgrade(&cluster);
            cluster
        })
    }

    /// A cluster of one's own.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(nodes: usize) -> Self {
        Self::of(folder(), nodes, "http", &[])
    }

    /// A node of one's own that speaks TLS to clients, with settings besides.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn with_tls(settings: &[String]) -> Self {
        Self::of(folder(), 1, "https", settings)
    }

    fn of(folder: TempDir, nodes: usize, scheme: &'static str, settings: &[String]) -> Self {
        let mut folder = Some(folder);
        // Another may take a port before it is listened on.
        for _ in 0..10 {
            let ports = (0..nodes).map(|_| Ports::free()).collect();
            let of_this = folder.take().unwrap_or_else(memory);
            if let Some(cluster) = Self::started(of_this, ports, scheme, settings) {
                return cluster;
            }
        }
        panic!("etcd does not start");
    }

    fn started(
        folder: TempDir,
        ports: Vec<Ports>,
        scheme: &'static str,
        settings: &[String],
    ) -> Option<Self> {
        let peers: Vec<u16> = ports.iter().map(|ports| ports.peer).collect();
        let token = token(&folder);
        let start = |(number, ports): (usize, Ports)| {
            let server = spawn(&folder, number, ports, &peers, scheme, settings, &token);
            Node { ports, server }
        };
        let nodes = ports.into_iter().enumerate().map(start).collect();
        let settings = settings.to_vec();
        let mut cluster = Self { nodes, scheme, settings, token, folder, prefixes: AtomicUsize::new(0) };
        (0..cluster.nodes.len()).all(|node| cluster.is_up(node)).then_some(cluster)
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// A new prefix, by its name.
    pub fn make_prefix(&self) -> String {
        format!("test{}", self.prefixes.fetch_add(1, Ordering::Relaxed))
    }

    /// The URL of what is under a prefix, with all nodes in it.
    pub fn url(&self, prefix: &str) -> String {
        self.url_from(0, prefix)
    }

    /// The same, with this node as the first.
    pub fn url_from(&self, node: usize, prefix: &str) -> String {
        let mut hosts: Vec<String> = (0..self.nodes.len()).map(|node| self.host(node)).collect();
        hosts.rotate_left(node);
        format!("etcd://{}/{prefix}", hosts.join(","))
    }

    /// Host and port of a node.
    pub fn host(&self, node: usize) -> String {
        format!("127.0.0.1:{}", self.nodes[node].ports.client)
    }

    /// What etcdctl answers, asked of the first node.
    ///
    /// # Panics
    /// With what it says where it fails.
    pub fn ctl(&self, arguments: &[&str]) -> String {
        run(self.etcdctl(&[0]).args(arguments))
    }

    fn etcdctl(&self, nodes: &[usize]) -> Command {
        let endpoints: Vec<String> =
            nodes.iter().map(|node| format!("{}://{}", self.scheme, self.host(*node))).collect();
        let mut command = Command::new(find("etcdctl", &[]));
        command.env("ETCDCTL_API", "3").args(["--endpoints", &endpoints.join(",")]);
        if self.scheme == "https" {
            command.arg("--insecure-skip-tls-verify");
        }
        command
    }

    /// The node that leads, among these.
    ///
    /// # Panics
    /// When none does for a long time.
    pub fn leader(&self, among: &[usize]) -> usize {
        for _ in 0..200 {
            // Address, member, version, size, whether it leads.
            let said = run(self.etcdctl(among).args(["endpoint", "status", "--write-out", "simple"]));
            let leads = |line: &str| line.split(", ").nth(4) == Some("true");
            if let Some(at) = said.lines().position(leads) {
                return among[at];
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no node of etcd leads");
    }

    /// Writes what there is into a file.
    pub fn snapshot(&self, file: &Path) {
        self.ctl(&["snapshot", "save", &file.display().to_string()]);
    }

    /// Makes a cluster of one node what a snapshot has, as its operator would: another cluster by its token, at the same address.
    pub fn restore(&mut self, snapshot: &Path) {
        self.kill(0);
        self.token.push_str("-restored");
        let data = self.folder.path().join("node0");
        fs::remove_dir_all(&data).expect("its data");
        let url = format!("http://127.0.0.1:{}", self.nodes[0].ports.peer);
        let mut restore = Command::new(find("etcdctl", &[]));
        restore.env("ETCDCTL_API", "3").args(["snapshot", "restore"]).arg(snapshot);
        restore.args(["--name", "node0", "--initial-cluster", &format!("node0={url}")]);
        restore.args(["--initial-cluster-token", &self.token, "--initial-advertise-peer-urls", &url]);
        run(restore.arg("--data-dir").arg(data));
        self.start_again(&[0]);
    }

    /// Kills a node as a crash of its machine would but for what the system has not yet written.
    pub fn kill(&mut self, node: usize) {
        let server = &mut self.nodes[node].server;
        let _ = server.kill();
        let _ = server.wait();
    }

    /// Has a node stand still, with its connections open, until it [goes on](Self::go_on).
    pub fn pause(&self, node: usize) {
        let _ = kill_process(Pid::from_child(&self.nodes[node].server), Signal::STOP);
    }

    /// Ends that.
    pub fn go_on(&self, node: usize) {
        let _ = kill_process(Pid::from_child(&self.nodes[node].server), Signal::CONT);
    }

    /// Starts a node again, with the same ports and data, and waits until it is well; more than half of the nodes have to be up then.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self, nodes: &[usize]) {
        let peers: Vec<u16> = self.nodes.iter().map(|node| node.ports.peer).collect();
        for &number in nodes {
            let ports = self.nodes[number].ports;
            let Self { folder, scheme, settings, token, .. } = &*self;
            self.nodes[number].server = spawn(folder, number, ports, &peers, scheme, settings, token);
        }
        assert!(nodes.iter().all(|node| self.is_up(*node)), "etcd does not start again");
    }

    /// Whether it is well, as only a node of a cluster with a leader is.
    fn is_up(&mut self, node: usize) -> bool {
        let Node { ports, server } = &mut self.nodes[node];
        wait_until("etcd", server, || {
            health(ports.health).is_ok_and(|said| said.contains(r#""health":"true""#))
        })
    }
}

impl Drop for Etcd {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            // It is thrown away: in order, a leader would look for another first.
            end(&mut node.server, Signal::KILL);
        }
    }
}

fn spawn(
    folder: &TempDir,
    number: usize,
    Ports { client, peer, health }: Ports,
    peers: &[u16],
    scheme: &str,
    settings: &[String],
    token: &str,
) -> Child {
    let name = format!("node{number}");
    let log = folder.path().join(format!("{name}.log"));
    let log = fs::File::options().create(true).append(true).open(log).expect("a log");
    let (client, peer) = (format!("{scheme}://127.0.0.1:{client}"), format!("http://127.0.0.1:{peer}"));
    let all: Vec<String> = peers
        .iter()
        .enumerate()
        .map(|(number, peer)| format!("node{number}=http://127.0.0.1:{peer}"))
        .collect();
    let mut start = Command::new(find("etcd", &[]));
    start.arg("--data-dir").arg(folder.path().join(&name)).args(["--name", &name]);
    start.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
    start.args(["--listen-metrics-urls", &format!("http://127.0.0.1:{health}")]);
    start.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
    start.args(["--initial-cluster", &all.join(","), "--initial-cluster-token", token]);
    // A leader that is gone is noticed in half of the time that etcd takes by default, and not because a machine is busy.
    start.args(["--heartbeat-interval", "50", "--election-timeout", "500", "--logger", "zap"]);
    start.args(settings).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    start.spawn().expect("etcd")
}

fn health(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    stream.write_all(b"GET /health HTTP/1.0\r\n\r\n")?;
    let mut said = String::new();
    stream.read_to_string(&mut said)?;
    Ok(said)
}

/// No two clusters have the same, and so none takes another's node for its own.
fn token(folder: &TempDir) -> String {
    folder.path().display().to_string()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A folder in memory, where there is such.
fn memory() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).expect("a folder") } else { folder() }
}
