//! What a finding is recognised by in a later run, when lines have moved.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{Place, Shown};
use crate::diagnostic::Diagnostic;
use crate::lint::Report;

/// The fingerprint of each finding of `report`, in their order.
pub(crate) fn fingerprints(shown: &Shown<'_>, report: &Report) -> Vec<String> {
    let mut fingerprints = Fingerprints::new();
    report.findings.iter().map(|finding| fingerprints.of(shown, finding)).collect()
}

/// Fingerprints of the findings of one report, asked for in their order.
pub(super) struct Fingerprints(HashMap<[u8; 32], u32>);

impl Fingerprints {
    pub(super) fn new() -> Self {
        Fingerprints(HashMap::new())
    }

    /// The next finding's fingerprint: of its rule, file, path in the template and subject or else the text at its
    /// place, and of how many findings with the same ones came before it. No wording of a message goes in, and no
    /// secret.
    pub(super) fn of(&mut self, shown: &Shown<'_>, finding: &Diagnostic) -> String {
        let mut hash = Sha256::new();
        let file = Place::of(shown.sources, finding.primary.span).file;
        let value = match finding.subject.as_str() {
            "" => shown.sources.slice(finding.primary.span),
            subject => subject,
        };
        for part in [finding.rule.code(), file, &finding.path, &*shown.masked_value(value)] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let before = self.0.entry(digest).or_insert(0);
        let nth = *before;
        *before += 1;
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{hex}:{nth}")
    }
}
