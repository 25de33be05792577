//! How Rust values stand in columns: times as milliseconds, counts as integers, documents as JSON.

use domain::{Node, Timestamp};
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::PAGE_LIMIT;
use crate::error::StoreError;

/// A value that the column can't have got from this program.
pub(crate) fn damaged<E>(index: usize, kind: Type, error: E) -> Error
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Error::FromSqlConversionFailure(index, kind, error.into())
}

/// A moment.
pub(crate) fn time(row: &Row<'_>, index: usize) -> Result<Timestamp> {
    row.get(index).map(Timestamp::from_millis)
}

/// A moment that may be absent.
pub(crate) fn maybe_time(row: &Row<'_>, index: usize) -> Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(index)?.map(Timestamp::from_millis))
}

/// A count or sequence number.
pub(crate) fn count(row: &Row<'_>, index: usize) -> Result<u64> {
    let raw: i64 = row.get(index)?;
    u64::try_from(raw).map_err(|_| Error::IntegralValueOutOfRange(index, raw))
}

/// A count or sequence number as SQLite holds it; none of ours comes near the end of an `i64`.
pub(crate) fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A page's length, bounded.
pub(crate) fn page(limit: usize) -> i64 {
    i64::try_from(limit.min(PAGE_LIMIT)).unwrap_or(i64::MAX)
}

/// A document out of its JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T> {
    let text = row.get_ref(index)?.as_str().map_err(|e| damaged(index, Type::Text, e))?;
    serde_json::from_str(text).map_err(|e| damaged(index, Type::Text, e))
}

/// A document that may be absent, out of its JSON.
pub(crate) fn maybe_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<Option<T>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => json(row, index).map(Some),
    }
}

/// A document as JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Statement { reason: e.to_string() })
}

/// A node out of its kind and id.
pub(crate) fn node(row: &Row<'_>, kind: usize, id: usize) -> Result<Node> {
    let name = format!("{}:{}", row.get_ref(kind)?.as_str()?, row.get_ref(id)?.as_str()?);
    name.parse().map_err(|e| damaged(kind, Type::Text, e))
}
