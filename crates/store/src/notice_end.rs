//! Notices that end by what was done here, and not by a report of Meta's: their account was disconnected,
//! or connected again.

use domain::notice::EndedBy;
use domain::{Node, Timestamp};
use meta::WabaId;

use crate::error::StoreError;
use crate::ledger::LedgerTx;
use crate::tenant::TenantScope;

impl LedgerTx<'_> {
    /// Ends what is open of an account and its nodes: it is not connected any more.
    pub fn end_notices_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        by: EndedBy,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET resolved_at_ms = max(at_ms, ?3), ended_by = ?4 \
                   WHERE tenant_id = ?1 AND resolved_at_ms IS NULL AND level > 0 \
                   AND (waba_id = ?2 OR node_kind = 'waba' AND node_id = ?2)";
        let values = (scope.as_str(), waba.as_str(), now.as_millis(), by.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Ends what is open of one node.
    pub fn end_notices_about(
        &self,
        scope: &TenantScope,
        node: &Node,
        by: EndedBy,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET resolved_at_ms = max(at_ms, ?4), ended_by = ?5 \
                   WHERE tenant_id = ?1 AND resolved_at_ms IS NULL AND level > 0 \
                   AND node_kind = ?2 AND node_id = ?3";
        let (kind, id) = (node.kind.as_str(), node.id.as_str());
        let values = (scope.as_str(), kind, id, now.as_millis(), by.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Ends what told that an account and its numbers were lost, by a dead token, a reading or a
    /// webhook: it is connected again. What Meta reports as the state of a number is left as it is.
    pub fn end_losses_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET resolved_at_ms = max(at_ms, ?3), ended_by = ?4 \
                   WHERE tenant_id = ?1 AND resolved_at_ms IS NULL AND level > 0 \
                   AND (waba_id = ?2 OR node_kind = 'waba' AND node_id = ?2) \
                   AND kind IN ('token_dying', 'disconnected') \
                   AND coalesce(detail ->> '$.field', '') <> 'status'";
        let by = EndedBy::Reconnected.as_str();
        let values = (scope.as_str(), waba.as_str(), now.as_millis(), by);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
