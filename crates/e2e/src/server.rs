//! A static file server on a sub-path that misbehaves on request, as hosts and networks do.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Result, ensure};
use flate2::{Compression, write::GzEncoder};
use redes_catalogue::headers;

/// The path to which browsers report what a guarded site's policy refuses.
const REPORTS: &str = "/reports";

/// A fault of the server for one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Sends another MIME type, as some learning platforms do for WebAssembly.
    Mime(&'static str),
    /// Sends this status and no content.
    Status(u16),
    /// Announces the whole file and hangs up after this number of bytes.
    Cut(usize),
    /// Sends this number of bytes and announces them as the whole file.
    Short(usize),
    /// Inverts every bit of the file's middle byte.
    Corrupt,
    /// Inverts the lowest bit of this byte.
    Flip(usize),
    /// Waits before the response.
    Delay(Duration),
    /// Sends so many bytes a second. Once the fault is gone, the rest follows at once.
    Slow(usize),
    /// Hangs up without a response, as where the network is gone.
    Hangup,
    /// Sends this text instead of the file.
    Instead(String),
}

/// Parts of a second in which a slow file is sent.
const SLICES: usize = 10;

#[derive(Default)]
struct Shared {
    faults: Mutex<BTreeMap<String, Fault>>,
    /// Header lines of every response, each with its end.
    headers: Mutex<String>,
    requests: Mutex<Vec<String>>,
    /// What browsers have reported against the policy of a guarded site.
    violations: Mutex<Vec<String>>,
    /// Compressed files by path; each is compressed once.
    packed: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    sent: AtomicU64,
    compress: AtomicBool,
    open: AtomicBool,
    guarded: AtomicBool,
    stop: AtomicBool,
}

impl Shared {
    /// The fault of a path.
    fn fault(&self, path: &str) -> Option<Fault> {
        let faults = lock(&self.faults);
        let mut all = faults.iter();
        all.find(|(ending, _)| path.ends_with(ending.as_str()))
            .map(|(_, fault)| fault.clone())
    }
}

/// A server on a free port of this machine, stopped when dropped.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    shared: Arc<Shared>,
}

impl Server {
    /// Serves the files under `folder` at `prefix`, which begins and ends with "/". Other paths are not found.
    ///
    /// # Errors
    ///
    /// Where `folder` has no index.html, `prefix` is not one, or no port is free.
    pub fn start(folder: PathBuf, prefix: &str) -> Result<Self> {
        ensure!(
            folder.join("index.html").is_file(),
            "no site in {}",
            folder.display()
        );
        ensure!(
            prefix.starts_with('/') && prefix.ends_with('/'),
            "{prefix:?} is no folder's path"
        );
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = Self {
            address: listener.local_addr()?,
            prefix: prefix.to_owned(),
            shared: Arc::default(),
        };
        let (shared, prefix) = (Arc::clone(&server.shared), server.prefix.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.stop.load(Ordering::Relaxed) {
                    return;
                }
                let (shared, folder, prefix) =
                    (Arc::clone(&shared), folder.clone(), prefix.clone());
                // A client that hangs up is not an error here.
                thread::spawn(move || answer(stream, &folder, &prefix, &shared).ok());
            }
        });
        Ok(server)
    }

    /// The address of a path in the site, such as "es/".
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.prefix)
    }

    /// From now on has a fault for paths in the site with this ending.
    pub fn fault(&self, ending: &str, fault: Fault) {
        lock(&self.shared.faults).insert(ending.to_owned(), fault);
    }

    /// From now on has no faults.
    pub fn heal(&self) {
        lock(&self.shared.faults).clear();
    }

    /// From now on compresses files that get smaller, for browsers that accept gzip, as most hosts do.
    pub fn compress(&self) {
        self.shared.compress.store(true, Ordering::Relaxed);
    }

    /// From now on lets pages of any origin read the files (`Access-Control-Allow-Origin: *`), as most hosts do. A frame in
    /// a sandbox is such a page.
    pub fn open_to_all(&self) {
        self.shared.open.store(true, Ordering::Relaxed);
    }

    /// From now on sends the headers of `www/hosts` with every file, as a host does that was set up after them; the policy of the
    /// figures' own pages allows this server alone. Browsers report to this server what the policy refuses.
    pub fn guard(&self) {
        self.shared.guarded.store(true, Ordering::Relaxed);
    }

    /// From now on sends this header with every file, such as a policy of the platform.
    pub fn header(&self, line: &str) {
        lock(&self.shared.headers).push_str(&format!("{line}\r\n"));
    }

    /// What the policy of a guarded site has refused so far, in the words of the browsers' reports.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        lock(&self.shared.violations).clone()
    }

    /// The number of bytes of content sent so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::Relaxed)
    }

    /// The requested paths so far, including the sub-path, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // The listener only checks the flag when a connection arrives.
        let _ = TcpStream::connect(self.address);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Responds to one request and hangs up.
fn answer(
    mut stream: TcpStream,
    folder: &Path,
    prefix: &str,
    shared: &Shared,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut takes_gzip = false;
    let mut header = String::new();
    let mut length = 0;
    while reader.read_line(&mut header)? > 2 {
        header.make_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        takes_gzip |= header.starts_with("accept-encoding:") && header.contains("gzip");
        header.clear();
    }
    let mut words = first.split_whitespace();
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    // A speculative connection that was never used.
    if method.is_empty() {
        return Ok(());
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path == REPORTS {
        let mut report = String::new();
        reader.take(length).read_to_string(&mut report)?;
        lock(&shared.violations).push(report);
        return refuse(&mut stream, 204);
    }
    lock(&shared.requests).push(path.to_owned());

    let Some(file) = find(folder, prefix, path) else {
        return refuse(&mut stream, 404);
    };
    let fault = shared.fault(path);
    let mut kind = mime(&file);
    let mut body = fs::read(&file)?;
    if let Some(Fault::Instead(text)) = &fault {
        body = text.clone().into_bytes();
    }
    let (mut encoding, mut origins) = ("", "");
    let guarded = shared.guarded.load(Ordering::Relaxed);
    // The headers of a guarded site have this one too.
    if !guarded && shared.open.load(Ordering::Relaxed) {
        origins = "Access-Control-Allow-Origin: *\r\n";
    }
    if takes_gzip && shared.compress.load(Ordering::Relaxed) && is_text(kind) {
        body = packed(shared, &file, body)?;
        encoding = "Content-Encoding: gzip\r\n";
    }
    let mut promised = body.len();
    match fault {
        Some(Fault::Status(status)) => return refuse(&mut stream, status),
        Some(Fault::Mime(other)) => kind = other,
        Some(Fault::Cut(bytes)) => body.truncate(bytes),
        Some(Fault::Short(bytes)) => {
            body.truncate(bytes);
            promised = body.len();
        }
        Some(Fault::Corrupt) => {
            let middle = body.len() / 2;
            if let Some(byte) = body.get_mut(middle) {
                *byte = !*byte;
            }
        }
        Some(Fault::Flip(place)) => {
            if let Some(byte) = body.get_mut(place) {
                *byte ^= 1;
            }
        }
        Some(Fault::Delay(time)) => thread::sleep(time),
        Some(Fault::Hangup) => return Ok(()),
        Some(Fault::Instead(_) | Fault::Slow(_)) | None => {}
    }
    let mut headers = lock(&shared.headers).clone();
    if guarded {
        let within = path.strip_prefix(prefix).unwrap_or_default();
        let own = stream.local_addr()?;
        for (name, mut value) in headers::of(within, &format!("http://{own}")) {
            if name == headers::POLICY {
                value.push_str(&format!("; report-uri http://{own}{REPORTS}"));
            }
            headers.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{encoding}{origins}{headers}Content-Length: {promised}\r\nConnection: close\r\n\r\n"
    )?;
    if method != "HEAD" {
        let mut rest = body.as_slice();
        while let Some(Fault::Slow(bytes)) = shared.fault(path).filter(|_| !rest.is_empty()) {
            let (now, later) = rest.split_at((bytes / SLICES).clamp(1, rest.len()));
            stream.write_all(now)?;
            thread::sleep(Duration::from_secs(1) / SLICES as u32);
            rest = later;
        }
        stream.write_all(rest)?;
        shared.sent.fetch_add(body.len() as u64, Ordering::Relaxed);
    }
    stream.flush()
}

/// Whether hosts compress files of this type; fonts, pictures and archives are already compressed.
fn is_text(kind: &str) -> bool {
    let types = ["text/", "application/json", "application/wasm", "image/svg"];
    types.iter().any(|known| kind.starts_with(known))
}

fn packed(shared: &Shared, file: &Path, body: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if let Some(known) = lock(&shared.packed).get(file) {
        return Ok(known.clone());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&body)?;
    let packed = encoder.finish()?;
    lock(&shared.packed).insert(file.to_owned(), packed.clone());
    Ok(packed)
}

fn refuse(stream: &mut TcpStream, status: u16) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

/// The file of a path; never a file outside the folder.
fn find(folder: &Path, prefix: &str, path: &str) -> Option<PathBuf> {
    let within = Path::new(path.strip_prefix(prefix)?);
    if within
        .components()
        .any(|part| !matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let file = folder.join(within);
    let file = if path.ends_with('/') {
        file.join("index.html")
    } else {
        file
    };
    file.is_file().then_some(file)
}

fn mime(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|kind| kind.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        // As on a host that does not decompress them before sending.
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}
