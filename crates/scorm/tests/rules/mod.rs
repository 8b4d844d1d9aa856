//! The rules of a manifest: those of the content packaging standard that its schemas do not state, and those of Redes.

use std::{collections::BTreeSet, io::Read};

use redes_scorm::{Package, Version};
use roxmltree::{Document, Node};
use zip::ZipArchive;

/// Namespaces: content packaging, and ADL's own.
fn namespaces(version: Version) -> [&'static str; 2] {
    match version {
        Version::V1_2 => [
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        ],
        Version::V2004 => [
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.adlnet.org/xsd/adlcp_v1p3",
        ],
    }
}

/// What is wrong with a package's manifest.
pub fn faults(package: &Package, version: Version) -> Vec<String> {
    let mut zip = ZipArchive::new(std::io::Cursor::new(&package.bytes)).unwrap();
    let mut text = String::new();
    let mut file = zip.by_name("imsmanifest.xml").unwrap();
    file.read_to_string(&mut text).unwrap();
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let root = document.root_element();
    let [packaging, adl] = namespaces(version);
    let all: Vec<Node> = root.descendants().filter(Node::is_element).collect();
    let one = |name: &str| -> Node {
        let found: Vec<&Node> = all
            .iter()
            .filter(|node| node.tag_name().name() == name)
            .collect();
        assert_eq!(found.len(), 1, "<{name}> in {text}");
        *found[0]
    };
    let names = |node: Node| -> Vec<String> {
        let own = node.children().filter(Node::is_element);
        own.map(|node| node.tag_name().name().to_owned()).collect()
    };
    let mut faults = Vec::new();
    let mut hold = |holds: bool, rule: &str| {
        if !holds {
            faults.push(rule.to_owned());
        }
    };
    let own = |node: &Node| {
        let space = node.tag_name().namespace();
        space == Some(packaging)
            || version == Version::V2004 && space == Some("http://www.imsglobal.org/xsd/imsss")
    };
    hold(
        all.iter().all(own),
        "every element is of the version's standard",
    );
    hold(
        names(root) == ["metadata", "organizations", "resources"],
        "the order in the manifest",
    );
    hold(
        one("schema").text() == Some("ADL SCORM"),
        "the schema's name",
    );
    let number = match version {
        Version::V1_2 => "1.2",
        Version::V2004 => "2004 4th Edition",
    };
    hold(
        one("schemaversion").text() == Some(number),
        "the schema's version",
    );

    let ids: Vec<&str> = all
        .iter()
        .filter_map(|node| node.attribute("identifier"))
        .collect();
    hold(
        ids.iter().all(|id| is_name(id)),
        "identifiers are names without colons",
    );
    hold(
        ids.iter().collect::<BTreeSet<_>>().len() == ids.len(),
        "identifiers are unique",
    );
    let (organization, item, resource) = (one("organization"), one("item"), one("resource"));
    let id = |node: Node| node.attribute("identifier").map(str::to_owned);
    hold(
        one("organizations").attribute("default").map(str::to_owned) == id(organization),
        "the default is the organization",
    );
    hold(
        names(organization) == ["title", "item"],
        "the order in the organization",
    );
    let inside: &[&str] = match version {
        Version::V1_2 => &["title"],
        Version::V2004 => &["title", "sequencing"],
    };
    hold(names(item) == inside, "the order in the item");
    hold(
        item.attribute("identifierref").map(str::to_owned) == id(resource),
        "the item opens the resource",
    );
    hold(
        item.attribute("parameters").is_none(),
        "no parameters: readers drop them",
    );
    let titles = all.iter().filter(|node| node.tag_name().name() == "title");
    hold(
        titles.clone().count() == 2
            && titles
                .clone()
                .all(|node| node.text().is_some_and(|text| text.len() > 4)),
        "organization and item have a title",
    );
    hold(
        titles.clone().all(|node| node.attributes().len() == 0),
        "titles have no attribute",
    );

    let kind = match version {
        Version::V1_2 => "scormtype",
        Version::V2004 => "scormType",
    };
    hold(
        resource.attribute((adl, kind)) == Some("sco"),
        "the resource is a SCO, in the version's spelling",
    );
    hold(
        resource.attribute("type") == Some("webcontent"),
        "the resource is web content",
    );
    let files: Vec<&str> = resource
        .children()
        .filter_map(|node| node.attribute("href"))
        .collect();
    hold(files == package.files, "the files are those of the zip");
    hold(
        resource.attribute("href") == Some(&format!("embed/{}.html", package.figure)),
        "the resource is the figure's page",
    );
    hold(
        resource
            .attribute("href")
            .is_some_and(|page| files.contains(&page)),
        "the resource's page is in the zip",
    );
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    hold(
        files.iter().all(|path| {
            path.bytes().all(letters) && !path.starts_with('/') && !path.ends_with(".mjs")
        }),
        "paths are relative and plain",
    );
    hold(
        ![
            "mastery",
            "threshold",
            "passing",
            "minNormalizedMeasure",
            "xml:base",
            "schemaLocation",
        ]
        .iter()
        .any(|word| text.contains(word)),
        "nothing lets the platform judge, nothing leads out of the package",
    );
    faults
}

/// An NCName, of ASCII.
fn is_name(id: &str) -> bool {
    let first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let later = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    id.bytes().next().is_some_and(first) && id.bytes().all(later)
}
