//! What survives a restart: the inbox of raw bodies, the ledger of what they meant, sealed secrets.
//!
//! The only SQL of the workspace: one function per statement, named for its question. Nothing is
//! answered as done before its commit is synced, and a tenant's rows are read through a
//! [`TenantScope`] only.

mod analytics_day;
mod app_callback;
mod audit;
pub mod backup;
mod beside;
mod by_hand;
mod column;
mod connection;
mod data_key;
mod delivery;
mod disconnection;
mod erased;
mod erasure;
mod erasure_journal;
mod error;
mod folder;
mod handover;
mod inbox;
mod invitation;
mod item;
mod keyring;
mod leaving;
mod ledger;
mod limit;
mod mail;
mod migrate;
mod notice;
mod notice_end;
mod notice_rule;
mod password_link;
mod person;
mod photo_upload;
mod portfolio;
mod profile_write;
mod quality_day;
mod reached;
mod readers;
mod replica;
mod restored;
mod retention;
mod rotation;
mod schedule;
mod seal;
mod sealed;
mod secret;
mod session;
mod signup;
mod situation;
mod sound;
mod sqlite;
mod store;
mod tenant;
mod timeline;
mod trace;
mod traffic_hour;
mod used_sample;
mod webhook_heard;
mod writer;
mod wrote;

pub use analytics_day::{AnalyticsAsk, AnalyticsDay};
pub use app_callback::{CallbackConsent, CallbackOf, NewCallbackConsent};
pub use audit::{Audit, AuditChain, AuditFilter, NewAudit};
pub use by_hand::{ByHand, ConnectionId, NewByHand};
pub use connection::{Connection, NewConnection};
pub use disconnection::StoredDisconnection;
pub use erasure::{Erasure, ErasureKey, ErasureKind};
pub use erasure_journal::{
    ERASURES_FILE, append_erasure, is_erasures, merge_erasures, read_erasures,
};
pub use error::StoreError;
pub use handover::{HandoverId, Knock, NewHandover, StoredHandover};
pub use inbox::{Inbox, InboxReader, StoredBody};
pub use invitation::{Invitation, InvitationId, NewInvitation};
pub use item::{ItemState, Quarantined, Waiting};
pub use keyring::{Keyring, KeyringError};
pub use ledger::{Counts, Ledger, LedgerRead, LedgerReader, LedgerTx};
pub use mail::{Mail, MailShape, MailState, NewMail, Tried};
pub use notice::{Acked, KeptNotice, NoticeFilter};
pub use password_link::LinkReason;
pub use person::{Membership, NewPerson, Person, PersonId};
pub use photo_upload::{PhotoKey, PhotoUpload};
pub use profile_write::ProfileWrite;
pub use reached::Reached;
pub use restored::Restored;
pub use retention::{AppliedAge, BodyAge};
pub use rotation::{KeyStatus, Rotation};
pub use schedule::Due;
pub use seal::SealError;
pub use secret::{OtherApp, Secret};
pub use session::{OpenSession, Session, TokenHash};
pub use signup::{BegunBy, NonceUse, SignupId, StoredSignup};
pub use situation::KeptSituation;
pub use sound::Soundness;
pub use store::{ReadOnly, Store};
pub use tenant::{Tenant, TenantId, TenantScope, TenantSize};
pub use timeline::{ChangeFilter, ListedChange};
pub use trace::{Fate, Trace, TraceRow};
pub use traffic_hour::TrafficHour;
pub use webhook_heard::Untold;

/// The most rows that one page of a list has; a larger limit is read as this one.
pub const PAGE_LIMIT: usize = 1_000;
