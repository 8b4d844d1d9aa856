//! The manifest, `imsmanifest.xml`: one organization with one item, which opens one resource, the launch page.
//!
//! It sets no mastery score and no threshold: with one, platforms overrule what the page reports. In 2004 it states that
//! the page itself reports completion and success: without that, a platform counts a page that reports nothing as completed.

use crate::{Version, contents::Contents};

/// Its name, at the root of the package.
pub(crate) const FILE: &str = "imsmanifest.xml";

/// The manifest of a package. Its identifiers begin with the figure's name.
pub(crate) fn write(figure: &str, contents: &Contents, version: Version) -> String {
    let id = format!("redes-{figure}");
    let title = escape(&contents.title);
    let launch = escape(&contents.launch);
    let files: String = contents
        .files
        .keys()
        .map(|path| format!("      <file href=\"{}\"/>\n", escape(path)))
        .collect();
    let Words {
        namespaces,
        schema,
        kind,
        sequencing,
    } = words(version);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{id}" version="1.0" {namespaces}>
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>{schema}</schemaversion>
  </metadata>
  <organizations default="{id}-organization">
    <organization identifier="{id}-organization">
      <title>{title}</title>
      <item identifier="{id}-item" identifierref="{id}-resource" isvisible="true">
        <title>{title}</title>
{sequencing}      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="{id}-resource" type="webcontent" {kind}="sco" href="{launch}">
{files}    </resource>
  </resources>
</manifest>
"#
    )
}

/// What differs between the versions.
struct Words {
    namespaces: &'static str,
    schema: &'static str,
    kind: &'static str,
    sequencing: &'static str,
}

fn words(version: Version) -> Words {
    match version {
        Version::V1_2 => Words {
            namespaces: r#"xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2""#,
            schema: "1.2",
            kind: "adlcp:scormtype",
            sequencing: "",
        },
        Version::V2004 => Words {
            namespaces: r#"xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss""#,
            schema: "2004 4th Edition",
            kind: "adlcp:scormType",
            sequencing: "        <imsss:sequencing>\n          <imsss:deliveryControls completionSetByContent=\"true\" objectiveSetByContent=\"true\"/>\n        </imsss:sequencing>\n",
        },
    }
}

/// Text for an element or an attribute in double quotes; also of HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
