//! A certificate of the mail server's own, made anew for each, and a file to trust it by.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A certificate for some names.
pub struct Certificate {
    acceptor: TlsAcceptor,
    der: Vec<u8>,
}

impl Certificate {
    /// One for these names and addresses.
    pub fn of(names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("the key is the certificate's");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self { acceptor, der: made.cert.der().to_vec() }
    }

    /// Writes it into a folder as a machine keeps what it trusts; `SSL_CERT_FILE` names such a file.
    pub fn trusted_by(&self, folder: &Path) -> PathBuf {
        let file = folder.join("trusted.pem");
        let begin = "-----BEGIN CERTIFICATE-----\n";
        let text = format!("{begin}{}\n-----END CERTIFICATE-----\n", STANDARD.encode(&self.der));
        std::fs::write(&file, text).expect("written");
        file
    }

    /// What speaks TLS with it.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }
}
