//! Message templates: status, quality, category and parts (META 7.2 `[D]`, read on 23 November 2026).
//!
//! Meta's samples of quality updates carry the field of status updates (META 7.1), so what a value says
//! follows from its members: [`Template::told`].

use super::part::{List, part};
use super::word::{Id, Whole};
use crate::open::{PauseTitle, QualityRating, TemplateCategory, TemplateEvent, TemplateReason};

part! {
    /// News of a template: `message_template_status_update`, `message_template_quality_update`,
    /// `template_category_update` or `message_template_components_update`.
    Template {
        /// Which; a number, which may be above 2^53.
        message_template_id: Id = "message_template_id",
        /// Its name.
        message_template_name: String = "message_template_name",
        /// Its language, with `_` or `-`.
        message_template_language: String = "message_template_language",
        /// Its category.
        message_template_category: TemplateCategory = "message_template_category",
        /// What happened to its status.
        event: TemplateEvent = "event",
        /// Why it was rejected.
        reason: TemplateReason = "reason",
        /// When it is disabled.
        disable_info: DisableInfo = "disable_info",
        /// Of a pause.
        other_info: OtherInfo = "other_info",
        /// Of a rejection.
        rejection_info: RejectionInfo = "rejection_info",
        /// The quality before.
        previous_quality_score: QualityRating = "previous_quality_score",
        /// The quality now.
        new_quality_score: QualityRating = "new_quality_score",
        /// The category before.
        previous_category: TemplateCategory = "previous_category",
        /// The category now, also where it is announced that it will change.
        new_category: TemplateCategory = "new_category",
        /// The category to come.
        correct_category: TemplateCategory = "correct_category",
        /// When it comes, in seconds.
        category_update_timestamp: Whole = "category_update_timestamp",
        /// Its words.
        message_template_element: String = "message_template_element",
        /// Its title.
        message_template_title: String = "message_template_title",
        /// Its footer.
        message_template_footer: String = "message_template_footer",
        /// Its buttons.
        message_template_buttons: List<TemplateButton> = "message_template_buttons",
    }
}

/// What is told of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TemplateTold<'a> {
    /// Its quality, now.
    Quality(&'a QualityRating),
    /// Its category will change: from, to.
    CategoryToCome(Option<&'a TemplateCategory>, &'a TemplateCategory),
    /// Its category changed: from, to.
    Category(Option<&'a TemplateCategory>, &'a TemplateCategory),
    /// Its status.
    Status(&'a TemplateEvent),
    /// Its parts: the words are in the members.
    Components,
    /// Nothing that is known.
    Unknown,
}

impl Template {
    /// What is told of it, whatever field it came by.
    pub fn told(&self) -> TemplateTold<'_> {
        if let Some(now) = &self.new_quality_score {
            return TemplateTold::Quality(now);
        }
        match (&self.previous_category, &self.new_category, &self.correct_category) {
            (None, from, Some(to)) => return TemplateTold::CategoryToCome(from.as_ref(), to),
            (from, Some(to), _) => return TemplateTold::Category(from.as_ref(), to),
            (_, None, _) => {}
        }
        match &self.event {
            Some(event) => TemplateTold::Status(event),
            None if self.message_template_element.is_some() => TemplateTold::Components,
            None => TemplateTold::Unknown,
        }
    }
}

part! {
    /// When a template is disabled.
    DisableInfo {
        /// Seconds; the format is not documented.
        disable_date: Whole = "disable_date",
    }
}

part! {
    /// Which pause it is.
    OtherInfo {
        /// Its name.
        title: PauseTitle = "title",
        /// Meta's own sentence.
        description: String = "description",
    }
}

part! {
    /// Why a template was rejected.
    RejectionInfo {
        /// Meta's own sentence.
        reason: String = "reason",
        /// What to do about it.
        recommendation: String = "recommendation",
    }
}

part! {
    /// A button of a template.
    TemplateButton {
        /// `QUICK_REPLY`, `URL`, ...: an open set, of which META gives none.
        message_template_button_type: String = "message_template_button_type",
        /// Its words.
        message_template_button_text: String = "message_template_button_text",
        /// Where it leads.
        message_template_button_url: String = "message_template_button_url",
        /// Whom it calls.
        message_template_button_phone_number: String = "message_template_button_phone_number",
    }
}
