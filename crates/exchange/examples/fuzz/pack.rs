//! Zips with right checksums, so that changes of what is in them are seen.

/// The members of a zip that stores them; none of another file.
pub fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut members = Vec::new();
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x03\x04") {
        let number = |from: usize, size: usize| {
            let part = bytes.get(at + from..at + from + size).unwrap_or_default();
            part.iter()
                .rev()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte))
        };
        let (named, extra, size) = (number(26, 2), number(28, 2), number(18, 4));
        let start = at + 30 + named + extra;
        let name = bytes.get(at + 30..at + 30 + named).unwrap_or_default();
        let data = bytes.get(start..start + size).unwrap_or_default();
        if number(8, 2) == 0 {
            members.push((String::from_utf8_lossy(name).into_owned(), data.to_vec()));
        }
        at = start + size;
    }
    members
}

/// A zip of members, stored.
pub fn zip(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in members {
        let mut sum = flate2::Crc::new();
        sum.update(data);
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(sum.sum().to_le_bytes());
        common.extend([(data.len() as u32).to_le_bytes(); 2].concat());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(data);
    }
    let start = out.len() as u32;
    let count = (members.len() as u16).to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
