//! Who publishes the brief, as a schema.org Organization: [`with_policies`], and [`by_name`] where the full form is elsewhere on the page.

use serde_json::{Map, Value, json};
use url::Url;

use super::super::routes;
use super::object::{absolute, organisation_id, text, typed};
use crate::build::relate::Site;

/// The organisation with the pages that state how it works, and how to reach it. With such a page it is a NewsMediaOrganization, the only
/// type of schema.org that may have all of them.
pub(in super::super) fn with_policies(site: &Site, base: &Url) -> Map<String, Value> {
    let policies = &site.brief.policies;
    let mut stated = Map::new();
    for (field, id) in [
        ("publishingPrinciples", &policies.methodology),
        ("verificationFactCheckingPolicy", &policies.methodology),
        ("correctionsPolicy", &policies.corrections),
        ("ownershipFundingInfo", &policies.funding),
        ("ethicsPolicy", &policies.ethics),
    ] {
        let page = id.as_ref().and_then(|id| site.page(id.as_str()));
        stated.extend(page.map(|page| (field.to_owned(), json!(absolute(base, &routes::page(&page.id))))));
    }
    let mut organisation = by_name(site, base);
    if !stated.is_empty() {
        organisation.insert("@type".to_owned(), json!("NewsMediaOrganization"));
    }
    organisation.extend(stated);
    let contact = site.brief.organisation.as_ref().and_then(|organisation| organisation.contact.as_deref());
    organisation.extend(contact.map(|contact| ("contactPoint".to_owned(), contact_point(contact))));
    organisation
}

/// Name and addresses. Without an organisation the brief itself speaks.
pub(in super::super) fn by_name(site: &Site, base: &Url) -> Map<String, Value> {
    let mut fields = typed("Organization");
    fields.insert("@id".to_owned(), json!(organisation_id(base.as_str())));
    let Some(organisation) = &site.brief.organisation else {
        fields.insert("name".to_owned(), json!(site.brief.title));
        fields.insert("url".to_owned(), json!(base.as_str()));
        return fields;
    };
    fields.insert("name".to_owned(), json!(organisation.name));
    fields.insert("url".to_owned(), json!(organisation.url.as_deref().unwrap_or(base.as_str())));
    fields.extend(text("logo", organisation.logo.as_deref()));
    if !organisation.same_as.is_empty() {
        fields.insert("sameAs".to_owned(), json!(organisation.same_as));
    }
    fields
}

/// Where errors are reported: an address of mail, or a page.
fn contact_point(contact: &str) -> Value {
    let (field, value) = match contact.strip_prefix("mailto:") {
        Some(mail) => ("email", mail.split('?').next().unwrap_or(mail)),
        None => ("url", contact),
    };
    json!({"@type": "ContactPoint", "contactType": "corrections", field: value})
}
