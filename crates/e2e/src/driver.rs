//! The driver: the program between a test and its browser.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// How often it is started again.
const ATTEMPTS: usize = 2;

/// chromedriver on a free port.
pub(crate) struct Driver {
    process: Child,
    pub(crate) port: u16,
    /// The session that ends with the driver.
    pub(crate) session: Option<String>,
}

impl Driver {
    /// Starts the program that REDES_DRIVER names, or the one on the path. It chooses its port itself, and ends where
    /// another program takes that port before it does: then it is started again.
    pub(crate) fn start() -> Result<Self> {
        let mut driver = Self::once();
        for _ in 0..ATTEMPTS {
            if driver.is_ok() {
                break;
            }
            driver = Self::once();
        }
        driver
    }

    fn once() -> Result<Self> {
        let program = env::var_os("REDES_DRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| {
                format!(
                    "cannot run {}: is chromium-driver installed?",
                    program.display()
                )
            })?;
        let output = process
            .stdout
            .take()
            .context("chromedriver has no output")?;
        let mut driver = Self {
            process,
            port: 0,
            session: None,
        };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            let line = line?;
            if let Some((_, port)) = line.rsplit_once("successfully on port ") {
                driver.port = port
                    .trim_end_matches('.')
                    .parse()
                    .context("chromedriver's port")?;
                // The driver's output pipe must not fill up.
                thread::spawn(move || lines.for_each(drop));
                return Ok(driver);
            }
        }
        bail!("chromedriver ended without printing its port")
    }

    /// Ends the session, and with it the browser. It does not use the client, whose runtime may have ended.
    fn end_session(&mut self) -> std::io::Result<()> {
        let Some(session) = self.session.take() else {
            return Ok(());
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        stream.read(&mut [0; 256]).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.end_session();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
