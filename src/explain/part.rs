//! The macro that writes the parts of an answer: one row a field.

/// Writes a part of an answer: private fields in the order of the JSON form, and an accessor each.
///
/// `copied` fields are returned by value, `list` fields as slices, `text` and `shared` fields as `&str`,
/// `part` fields by reference, `optional` ones as an option of a reference,
/// `perhaps` ones as an option of `&str`.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $name:ident {
            $(
                $(#[doc = $fdoc:literal])+
                $(#[serde($($serde:tt)+)])?
                $(#[schemars($($schemars:tt)+)])?
                $kind:ident $field:ident: $type:ty,
            )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name {
            $(
                $(#[doc = $fdoc])+
                $(#[serde($($serde)+)])?
                $(#[cfg_attr(feature = "schema", schemars($($schemars)+))])?
                pub(crate) $field: $crate::explain::part::field!($kind $type),
            )*
        }

        impl $name {
            $( $crate::explain::part::accessor! { $kind $field: $type; $($fdoc)+ } )*
        }
    };
}

macro_rules! field {
    (copied $type:ty) => { $type };
    (part $type:ty) => { $type };
    (list $type:ty) => { alloc::vec::Vec<$type> };
    (text $type:ty) => { alloc::string::String };
    (shared $type:ty) => { $type };
    (optional $type:ty) => { Option<$type> };
    (perhaps $type:ty) => { Option<$type> };
    (hidden $type:ty) => { $type };
}

macro_rules! accessor {
    (copied $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub const fn $field(&self) -> $type { self.$field }
    };
    (part $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub const fn $field(&self) -> &$type { &self.$field }
    };
    (list $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $field(&self) -> &[$type] { &self.$field }
    };
    (text $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $field(&self) -> &str { &self.$field }
    };
    (shared $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $field(&self) -> &str { self.$field.as_str() }
    };
    (optional $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub const fn $field(&self) -> Option<&$type> { self.$field.as_ref() }
    };
    (perhaps $field:ident: $type:ty; $($doc:literal)+) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $field(&self) -> Option<&str> { self.$field.as_ref().map(<$type>::as_str) }
    };
    (hidden $field:ident: $type:ty; $($doc:literal)+) => {};
}

pub(crate) use {accessor, field, part};
