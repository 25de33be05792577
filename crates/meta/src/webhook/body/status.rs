//! What became of a message that was sent, of a call, of a payment (META 7.2 `[D]`, read on 23 November
//! 2026).

use serde_json::Value;

use super::number_news::Fault;
use super::part::{List, part};
use super::word::{Flag, Whole};
use crate::id::MessageId;
use crate::open::{PricingCategory, PricingModel, PricingType, RecipientType, StatusType};

part! {
    /// A state that was reached. Of a message it is a [`MessageStatus`](crate::open::MessageStatus).
    Status {
        /// Whose state: a message's id, or a call's.
        id: MessageId = "id",
        /// The state: of a message `sent`, of a call `RINGING`, of a payment its own.
        status: String = "status",
        /// When, in seconds; a text.
        timestamp: Whole = "timestamp",
        /// What it is of; absent for a message.
        r#type: StatusType = "type",
        /// The recipient's phone number, or the group's id; may be absent.
        recipient_id: String = "recipient_id",
        /// The recipient's business-scoped id.
        recipient_user_id: String = "recipient_user_id",
        /// The same of linked portfolios.
        recipient_parent_user_id: String = "recipient_parent_user_id",
        /// The same, as one sample spells it.
        parent_recipient_user_id: String = "parent_recipient_user_id",
        /// The same, as another sample spells it.
        parent_user_id: String = "parent_user_id",
        /// `group`; absent for most.
        recipient_type: RecipientType = "recipient_type",
        /// Who of the group.
        recipient_participant_id: String = "recipient_participant_id",
        /// The same, as one sample spells it.
        participant_recipient_id: String = "participant_recipient_id",
        /// The conversation it belongs to; from v24 only where an advertisement opened it.
        conversation: Box<Conversation> = "conversation",
        /// How it is priced; on `sent` and on one later state.
        pricing: Pricing = "pricing",
        /// What went wrong, on `failed`.
        errors: List<Fault> = "errors",
        /// What the business gave the message on its way.
        biz_opaque_callback_data: String = "biz_opaque_callback_data",
        /// What was paid.
        payment: Box<Payment> = "payment",
    }
}

part! {
    /// How a message is priced.
    Pricing {
        /// Whether it costs.
        billable: Flag = "billable",
        /// By message or by conversation.
        pricing_model: PricingModel = "pricing_model",
        /// Which of the free kinds, or none; absent in older samples.
        r#type: PricingType = "type",
        /// As what.
        category: PricingCategory = "category",
    }
}

part! {
    /// A conversation, by which messages were priced until July 2025.
    Conversation {
        /// Its id.
        id: String = "id",
        /// Until when it is open, in seconds; on `sent` alone.
        expiration_timestamp: Whole = "expiration_timestamp",
        /// What opened it.
        origin: Origin = "origin",
        /// How it is priced, where one sample has it.
        pricing: Pricing = "pricing",
    }
}

part! {
    /// What opened a conversation.
    Origin {
        /// As what it is priced.
        r#type: PricingCategory = "type",
    }
}

part! {
    /// A payment, by the one sample of META 13: its members are an assumption.
    Payment {
        /// The business's own name for it.
        reference_id: String = "reference_id",
        /// How much.
        amount: Amount = "amount",
        /// In which currency.
        currency: String = "currency",
        /// The provider's transaction.
        transaction: Transaction = "transaction",
        /// What the business gave it.
        receipt: String = "receipt",
        /// What the business gave it.
        notes: Value = "notes",
        /// What was paid back.
        refunds: List<Refund> = "refunds",
        /// The business's own.
        udf1: String = "udf1",
        /// The business's own.
        udf2: String = "udf2",
        /// The business's own.
        udf3: String = "udf3",
        /// The business's own.
        udf4: String = "udf4",
        /// The business's own.
        additional_info1: String = "additional_info1",
        /// The business's own.
        additional_info2: String = "additional_info2",
        /// The business's own.
        additional_info3: String = "additional_info3",
        /// The business's own.
        additional_info4: String = "additional_info4",
        /// The business's own.
        additional_info5: String = "additional_info5",
        /// The business's own.
        additional_info6: String = "additional_info6",
        /// The business's own.
        additional_info7: String = "additional_info7",
    }
}

part! {
    /// An amount of money: `value / offset`.
    Amount {
        /// In parts of the currency.
        value: Whole = "value",
        /// How many parts make one.
        offset: Whole = "offset",
    }
}

part! {
    /// A provider's transaction.
    Transaction {
        /// The order.
        id: String = "id",
        /// The payment.
        pg_transaction_id: String = "pg_transaction_id",
        /// The provider.
        r#type: String = "type",
        /// The state.
        status: String = "status",
        /// When it was made, in seconds.
        created_timestamp: Whole = "created_timestamp",
        /// When it changed, in seconds.
        updated_timestamp: Whole = "updated_timestamp",
        /// How it was paid.
        method: Method = "method",
        /// What went wrong.
        error: TransactionError = "error",
    }
}

part! {
    /// How it was paid.
    Method {
        /// `upi`, `card`, ...: an open set.
        r#type: String = "type",
    }
}

part! {
    /// What went wrong at the provider.
    TransactionError {
        /// The provider's code.
        code: String = "code",
        /// The provider's words.
        reason: String = "reason",
    }
}

part! {
    /// What was paid back.
    Refund {
        /// The provider's id.
        id: String = "id",
        /// How much.
        amount: Amount = "amount",
        /// `instant` or `normal`.
        speed_processed: String = "speed_processed",
        /// The state.
        status: String = "status",
        /// When it was made, in seconds.
        created_timestamp: Whole = "created_timestamp",
        /// When it changed, in seconds.
        updated_timestamp: Whole = "updated_timestamp",
    }
}
