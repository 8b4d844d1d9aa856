//! Every figure's package is whole: played from a platform's folder, it asks for nothing that is not in it.

use anyhow::{Context, Result, ensure};
use redes_e2e::{Browser, Fault, Server, book};
use redes_scorm::Version;

use super::platform::{package, unpack};

#[tokio::test]
async fn every_package_is_whole() -> Result<()> {
    let browser = Browser::start().await?;
    let mut wrong = Vec::new();
    for figure in book::catalogue()?.figures() {
        let name = &figure.name;
        let folder = tempfile::tempdir()?;
        let version = match name.len() % 2 {
            0 => Version::V1_2,
            _ => Version::V2004,
        };
        let package = package(name, version, Some(&figure.state))?;
        unpack(&package, folder.path())?;
        std::fs::write(folder.path().join("index.html"), "")?;
        let server = Server::start(folder.path().to_owned(), "/moodle/pluginfile.php/12/")?;
        // Moodle knows no type for these.
        server.fault(".wasm", Fault::Mime("document/unknown"));
        server.fault(".woff2", Fault::Mime("document/unknown"));
        server.fault(".js", Fault::Mime("application/x-javascript"));
        server.header("X-Content-Type-Options: nosniff");
        browser
            .open(&server.url(&format!("embed/{name}.html")))
            .await?;
        if let Err(error) = browser.alive().await {
            wrong.push(format!("{name}: {error:#}"));
            continue;
        }
        if figure.trains {
            // Its trainer is in the package; without its data set it says so. The results begin with a case that has none.
            let missing = figure.data_sets().next().is_some() && name != "results";
            let phase = if missing { "failed" } else { "finished" };
            let host = format!("document.querySelector('redes-{name}').dataset");
            let end = format!(
                "{host}.phase === '{phase}' || {host}.step > 0 && {host}.phase === 'running'"
            );
            browser.click("[data-ref=play]").await?;
            browser.wait(&end, 60).await.with_context(|| name.clone())?;
        }
        let quiet = "(async () => { let before; do { before = performance.getEntriesByType('resource').length; \
                     await new Promise(done => setTimeout(done, 500)); } \
                     while (performance.getEntriesByType('resource').length > before); return 0; })()";
        browser.eval(quiet).await?;
        for path in server.requests() {
            let within = path.trim_start_matches("/moodle/pluginfile.php/12/");
            if !package.files.iter().any(|file| file == within) {
                wrong.push(format!("{name}: asked for {path}"));
            }
        }
        let outside = format!(
            "performance.getEntriesByType('resource').map(({{ name }}) => name).filter(name => !name.startsWith('{}') && !name.startsWith('blob:'))",
            server.url("")
        );
        let outside = browser.eval(&outside).await?;
        if outside
            .as_array()
            .is_some_and(|outside| !outside.is_empty())
        {
            wrong.push(format!("{name}: {outside}"));
        }
        wrong.extend(
            browser
                .console_errors()
                .await?
                .into_iter()
                .map(|line| format!("{name}: {line}")),
        );
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn the_site_offers_the_packages_that_the_command_makes() -> Result<()> {
    let (dist, catalogue) = (book::dist()?, book::catalogue()?);
    let mut packer = redes_scorm::Packer::new(&dist, &catalogue);
    let mut names = Vec::new();
    let mut subjects: Vec<String> = catalogue
        .figures()
        .iter()
        .map(|figure| figure.name.clone())
        .collect();
    for entry in std::fs::read_dir(dist.join("embed"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let exercise = name
            .strip_suffix(".html")
            .filter(|name| name.starts_with("exercise-"));
        subjects.extend(exercise.map(str::to_owned));
    }
    ensure!(subjects.len() >= catalogue.figures().len() + 10);
    for subject in &subjects {
        for version in Version::ALL {
            for language in book::LANGUAGES {
                let options = redes_scorm::Options {
                    version,
                    language: language.to_owned(),
                    state: None,
                    data: false,
                };
                let package = packer.pack(subject, &options)?;
                let written = std::fs::read(dist.join("scorm").join(&package.name))?;
                ensure!(written == package.bytes, "{} differs", package.name);
                let page = std::fs::read_to_string(dist.join(language).join("teachers.html"))?;
                let link = format!("../scorm/{}\"", package.name);
                ensure!(
                    page.contains(&link),
                    "{language}/teachers.html has no {link}"
                );
                names.push(package.name);
            }
        }
    }
    ensure!(std::fs::read_dir(dist.join("scorm"))?.count() == names.len());
    Ok(())
}
