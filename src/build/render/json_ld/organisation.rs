//! Who publishes the brief, as a schema.org Organization: [`with_policies`], and [`by_name`] where the full form is elsewhere on the page.

use std::borrow::Cow;

use serde::Serialize;
use url::Url;

use super::object::{absolute, organisation_id};
use crate::base::escaping::percent_encoded;
use crate::build::relate::Site;
use crate::model::Id;
use crate::routes;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Organisation<'a> {
    #[serde(rename = "@type")]
    type_name: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    same_as: &'a [String],
    #[serde(flatten)]
    policies: Policies,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_point: Option<ContactPoint<'a>>,
}

/// The addresses of the pages that state how the organisation works.
#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Policies {
    #[serde(skip_serializing_if = "Option::is_none")]
    publishing_principles: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification_fact_checking_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrections_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ownership_funding_info: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ethics_policy: Option<String>,
}

/// Where errors are reported: an address of mail, or a page.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct ContactPoint<'a> {
    contact_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// The organisation with the pages that state how it works, and how to reach it. With such a page it is a NewsMediaOrganization, the only
/// type of schema.org that may have all of them.
pub(in super::super) fn with_policies<'a>(site: &'a Site, base: &'a Url) -> Organisation<'a> {
    let given = &site.brief.policies;
    let stated = |id: &Option<Id>| {
        id.as_ref()
            .and_then(|id| site.page(id.as_str()))
            .map(|page| absolute(base, &routes::page_of(&site.brief, &page.id)))
    };
    let policies = Policies {
        publishing_principles: stated(&given.methodology),
        verification_fact_checking_policy: stated(&given.methodology),
        corrections_policy: stated(&given.corrections),
        ownership_funding_info: stated(&given.funding),
        ethics_policy: stated(&given.ethics),
    };
    let by_name = by_name(site, base);
    let contact = site.brief.organisation.as_ref().and_then(|organisation| organisation.contact.as_deref());
    Organisation {
        type_name: if policies == Policies::default() { by_name.type_name } else { "NewsMediaOrganization" },
        policies,
        contact_point: contact.map(contact_point),
        ..by_name
    }
}

/// Name and addresses. Without an organisation the brief itself speaks.
pub(in super::super) fn by_name<'a>(site: &'a Site, base: &'a Url) -> Organisation<'a> {
    let brief = &site.brief;
    let given = brief.organisation.as_ref();
    let own_logo = || Some(absolute(base, &percent_encoded(&brief.theme.logo.as_ref()?.path)).into());
    Organisation {
        type_name: "Organization",
        id: organisation_id(base.as_str()),
        name: brief.publisher_name(),
        url: brief.publisher_url(base.as_str()),
        logo: given.and_then(|organisation| organisation.logo.as_deref()).map(Cow::Borrowed).or_else(own_logo),
        same_as: given.map_or(&[], |organisation| &organisation.same_as),
        policies: Policies::default(),
        contact_point: None,
    }
}

fn contact_point(contact: &str) -> ContactPoint<'_> {
    let (email, url) = match contact.strip_prefix("mailto:") {
        Some(mail) => (Some(mail.split('?').next().unwrap_or(mail)), None),
        None => (None, Some(contact)),
    };
    ContactPoint { contact_type: "corrections", email, url }
}
