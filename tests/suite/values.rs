//! Values: exact amounts, money, days, lengths, spans, identifiers, and the text of each error.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use coding_credentials::calendar::{Day, DayError, EndOfMonth, Length, LengthError, Span};
use coding_credentials::credential::{Code, CredentialId, IdentifierError, Issuer};
use coding_credentials::document::Limits;
use coding_credentials::explain::{Amount, Eligibility, NoteCode, Reason, UnknownBecause, Verdict};
use coding_credentials::quantity::{
    CeuAmount, ContactHours, Count, Credits, Currency, CurrencyError, Days, Decimal, Hours,
    HoursPerWeek, Minutes, Money, MoneyError, Score, Units,
};
use coding_credentials::record::{Delivery, ExceptionKind, Level, PaymentPurpose, Setting, Word};
use coding_credentials::source::Confidence;
use coding_credentials::{Decision, Facts, Judge, Record, RuleBook};
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::macros::date;

use crate::support::day;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Text, and the shortest form of the amount or the message.
const DECIMALS: &[(&str, Result<&str, &str>)] = &[
    ("0", Ok("0")),
    ("0.0", Ok("0")),
    ("000.1000", Ok("0.1")),
    ("24.5", Ok("24.5")),
    ("0.0001", Ok("0.0001")),
    ("0.00010000000000000000000", Ok("0.0001")),
    ("80", Ok("80")),
    ("999999.9999", Ok("999999.9999")),
    ("1000000", Ok("1000000")),
    (
        "0.00001",
        Err("`0.00001` has more than four decimal places: round it by the issuer's own rule"),
    ),
    ("1000000.0001", Err("`1000000.0001` is above the largest amount, 1000000: check the entry")),
    (
        "18446744073709551616",
        Err("`18446744073709551616` is above the largest amount, 1000000: check the entry"),
    ),
    ("", Err("`` is not an amount: write digits with an optional fraction, such as `24.5`")),
    (".", Err("`.` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("1.", Err("`1.` is not an amount: write digits with an optional fraction, such as `24.5`")),
    (".5", Err("`.5` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("-1", Err("`-1` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("+1", Err("`+1` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("1e2", Err("`1e2` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("1,5", Err("`1,5` is not an amount: write digits with an optional fraction, such as `24.5`")),
    ("1 ", Err("`1 ` is not an amount: write digits with an optional fraction, such as `24.5`")),
    (
        "1.5.0",
        Err("`1.5.0` is not an amount: write digits with an optional fraction, such as `24.5`"),
    ),
    ("NaN", Err("`NaN` is not an amount: write digits with an optional fraction, such as `24.5`")),
    (
        "\u{663}",
        Err("`\u{663}` is not an amount: write digits with an optional fraction, such as `24.5`"),
    ),
];

#[test]
fn decimals_are_read_exactly_or_not_at_all() {
    for (text, expected) in DECIMALS {
        let found = text.parse::<Decimal>().map(|amount| amount.to_string());
        let found = found.map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), *expected, "{text}");
    }
}

#[test]
fn printing_and_reading_a_decimal_is_the_identity() {
    for sub_units in (0..200_000).chain(9_999_990_000..=10_000_000_000) {
        let amount = Decimal::from_sub_units(sub_units).unwrap();
        assert_eq!(amount.sub_units(), sub_units);
        assert_eq!(decimal(&amount.to_string()), amount);
    }
    assert_eq!(Decimal::from_sub_units(-1), None);
    assert_eq!(Decimal::from_sub_units(10_000_000_001), None);
    assert_eq!(Decimal::from_sub_units(i64::MAX), None);
}

#[test]
fn sums_of_tenths_are_exact_h63() {
    let tenth = decimal("0.1");
    let sum =
        |count: usize| (0..count).try_fold(Decimal::ZERO, |sum, _| sum.checked_add(tenth)).unwrap();
    assert_eq!(sum(10), Decimal::whole(1));
    assert_eq!(sum(360), Decimal::whole(36));
    assert!(sum(359) < Decimal::whole(36));
}

#[test]
fn a_sum_above_the_largest_amount_is_none_h64() {
    assert_eq!(Decimal::MAX.checked_add(Decimal::ZERO), Some(Decimal::MAX));
    assert_eq!(Decimal::MAX.checked_add(decimal("0.0001")), None);
    assert_eq!(Decimal::MAX.checked_add(Decimal::MAX), None);
}

#[test]
fn a_decimal_is_a_whole_number_only_without_a_fraction() {
    assert_eq!(decimal("600").to_whole(), Some(600));
    assert_eq!(decimal("600.0001").to_whole(), None);
    assert_eq!(Decimal::ZERO.to_whole(), Some(0));
    assert_eq!(Decimal::MAX.to_whole(), Some(1_000_000));
    assert_eq!(Decimal::whole(u16::MAX).to_string(), "65535");
}

#[test]
fn each_kind_of_amount_has_its_bound_and_its_unit() {
    // The largest amount, the next one, and a common one.
    let texts = |new: fn(Decimal) -> Result<String, String>, max: u32| {
        let beyond = decimal(&format!("{max}.0001"));
        [
            new(decimal(&max.to_string())).unwrap(),
            new(beyond).unwrap_err(),
            new(decimal("24.5")).unwrap(),
        ]
    };
    macro_rules! texts {
        ($($kind:ty),+) => {
            [$(texts(
                |amount| {
                    let kind = <$kind>::new(amount);
                    kind.map(|kind| kind.to_string()).map_err(|error| error.to_string())
                },
                <$kind>::MAX,
            )),+]
        };
    }
    let expected = [
        ["100000 contact hours", "100000.0001 contact hours", "24.5 contact hours", "100000"],
        ["500000 hours", "500000.0001 hours", "24.5 hours", "500000"],
        ["168 hours a week", "168.0001 hours a week", "24.5 hours a week", "168"],
        ["1000 credits", "1000.0001 credits", "24.5 credits", "1000"],
        ["10000 points", "10000.0001 points", "24.5 points", "10000"],
        ["100000 units", "100000.0001 units", "24.5 units", "100000"],
    ];
    let found = texts![ContactHours, Hours, HoursPerWeek, Credits, Score, Units];
    for ([largest, beyond, common, max], found) in expected.into_iter().zip(found) {
        let refused = format!("{beyond} is above the largest amount, {max}: check the entry");
        assert_eq!(found, [largest, &refused, common]);
    }
    // As many minutes as the largest amount of all.
    assert_eq!(Minutes::new(Decimal::MAX).unwrap().to_string(), "1000000 minutes");
    assert_eq!(Decimal::from(Hours::new(decimal("7.5")).unwrap()), decimal("7.5"));
}

#[test]
fn a_count_is_whole() {
    assert_eq!(Count::try_from(decimal("100")), Ok(Count::new(100)));
    let half = Count::try_from(decimal("0.5")).unwrap_err();
    assert_eq!(half.to_string(), "0.5 is not a whole number: write one without a fraction");
    assert_eq!(u32::from(Count::new(7)), 7);
}

#[test]
fn units_of_two_issuers_are_never_added() {
    let amount = |units: &str, issuer: &str| {
        CeuAmount::new(Units::new(decimal(units)).unwrap(), issuer.parse().unwrap())
    };
    let sum = amount("1.5", "AAPC").checked_add(&amount("0.1", "AAPC")).unwrap();
    assert_eq!(sum.to_string(), "1.6 AAPC CEU");
    let mixed = amount("1.5", "AAPC").checked_add(&amount("1.5", "IACET")).unwrap_err();
    assert_eq!(
        mixed.to_string(),
        "1.5 AAPC CEU and 1.5 IACET CEU cannot be added: units of two issuers are converted only \
         by a named rule",
    );
    assert!(amount("100000", "AAPC").checked_add(&amount("0.0001", "AAPC")).is_err());
}

#[test]
fn experience_is_counted_in_days_of_a_year_of_365() {
    let cases = [
        (Days::years(0), 0, "0 days"),
        (Days::years(1), 365, "365 days"),
        (Days::years(2), 730, "730 days"),
        (Days::months(1), 31, "31 days"),
        (Days::months(6), 183, "183 days"),
        (Days::months(12), 365, "365 days"),
        (Days::months(18), 548, "548 days"),
        (Days::months(24), 730, "730 days"),
        (Days::new(1), 1, "1 day"),
        (Days::ZERO, 0, "0 days"),
    ];
    for (days, count, text) in cases {
        assert_eq!((days.get(), days.to_string().as_str()), (count, text));
    }
    // Never more than the calendar months need, from any month of four years.
    for first in (0..48).map(|months| day("2023-01-01").plus_months(months, EndOfMonth::LastDay)) {
        for months in 1..=48_u16 {
            let year = Days::years(months / 12).get();
            assert!(Days::months(months).get() >= year, "{months}");
            if months.is_multiple_of(12) {
                let last = first.plus_months(i32::from(months), EndOfMonth::LastDay).plus_days(-1);
                let worked = Span::inclusive(first, last).unwrap().days();
                assert!(Days::months(months).get() <= worked, "{first} {months}");
            }
        }
    }
}

#[test]
fn money_has_two_places_and_one_currency() {
    let money =
        |amount: &str, currency: &str| Money::new(decimal(amount), currency.parse().unwrap());
    assert_eq!(money("218", "USD").unwrap().to_string(), "218.00 USD");
    assert_eq!(money("0.5", "EUR").unwrap().to_string(), "0.50 EUR");
    assert_eq!(money("1.05", "USD").unwrap().to_string(), "1.05 USD");
    let fine = money("218.001", "USD").unwrap_err();
    assert_eq!(fine, MoneyError::Places(decimal("218.001")));
    let expected = "218.001 has more than two decimal places: write money such as `218.00`";
    assert_eq!(fine.to_string(), expected);
    let sum = money("218", "USD").unwrap().checked_add(money("50.5", "USD").unwrap());
    assert_eq!(sum.unwrap().to_string(), "268.50 USD");
    let mixed = money("218", "USD").unwrap().checked_add(money("50", "EUR").unwrap());
    let expected =
        "218.00 USD and 50.00 EUR are different currencies: add amounts of one currency only";
    assert_eq!(mixed.unwrap_err().to_string(), expected);
    let large = money("1000000", "USD").unwrap().checked_add(money("0.01", "USD").unwrap());
    let expected = "1000000.00 USD and 0.01 USD add up to more than the largest amount, 1000000: \
                    check the entries";
    assert_eq!(large.unwrap_err().to_string(), expected);
}

#[test]
fn a_currency_is_three_capital_letters() {
    assert_eq!("USD".parse(), Ok(Currency::USD));
    for text in ["", "US", "USDX", "usd", "Usd", "U1D", "US ", "\u{421}D", "\u{c9}U"] {
        let error: CurrencyError = text.parse::<Currency>().unwrap_err();
        let expected =
            format!("`{text}` is not a currency: write three capital letters, such as `USD`");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn money_is_written_with_its_two_places_and_read_in_any() {
    let money: Money = serde_json::from_str(r#"{"amount": "218", "currency": "USD"}"#).unwrap();
    let written = serde_json::to_string(&money).unwrap();
    assert_eq!(written, r#"{"amount":"218.00","currency":"USD"}"#);
    assert_eq!(serde_json::from_str::<Money>(&written).unwrap(), money);
}

/// A day and a month later in each way, and twelve months later in each way.
///
/// Years 1996 to 2104 hold the leap year 2000 and the common years 2100.
const ANNIVERSARIES: &[(&str, i32, &str, &str)] = &[
    ("2023-01-28", 1, "2023-02-28", "2023-02-28"),
    ("2023-01-29", 1, "2023-02-28", "2023-03-01"),
    ("2023-01-30", 1, "2023-02-28", "2023-03-01"),
    ("2023-01-31", 1, "2023-02-28", "2023-03-01"),
    ("2024-01-29", 1, "2024-02-29", "2024-02-29"),
    ("2024-01-30", 1, "2024-02-29", "2024-03-01"),
    ("2024-01-31", 1, "2024-02-29", "2024-03-01"),
    ("2024-01-31", 2, "2024-03-31", "2024-03-31"),
    ("2024-01-31", 3, "2024-04-30", "2024-05-01"),
    ("2024-03-31", 1, "2024-04-30", "2024-05-01"),
    ("2024-05-31", 1, "2024-06-30", "2024-07-01"),
    ("2024-08-31", 1, "2024-09-30", "2024-10-01"),
    ("2024-10-31", 1, "2024-11-30", "2024-12-01"),
    ("2024-10-31", 13, "2025-11-30", "2025-12-01"),
    ("2024-10-31", 4, "2025-02-28", "2025-03-01"),
    ("2024-12-31", 2, "2025-02-28", "2025-03-01"),
    ("2023-12-31", 2, "2024-02-29", "2024-03-01"),
    ("2024-03-31", -1, "2024-02-29", "2024-03-01"),
    ("2023-03-31", -1, "2023-02-28", "2023-03-01"),
    ("2024-03-01", -12, "2023-03-01", "2023-03-01"),
    ("2024-02-29", -12, "2023-02-28", "2023-03-01"),
    ("2024-02-29", 0, "2024-02-29", "2024-02-29"),
    ("1996-02-29", 48, "2000-02-29", "2000-02-29"),
    ("1996-02-29", 12, "1997-02-28", "1997-03-01"),
    ("2000-02-29", 12, "2001-02-28", "2001-03-01"),
    ("2096-02-29", 48, "2100-02-28", "2100-03-01"),
    ("2096-02-29", 96, "2104-02-29", "2104-02-29"),
    ("2099-01-31", 13, "2100-02-28", "2100-03-01"),
    ("2104-01-31", 1, "2104-02-29", "2104-03-01"),
];

#[test]
fn months_are_added_by_either_policy_h47_h48() {
    for (from, months, last, first) in ANNIVERSARIES {
        let later = |policy| day(from).plus_months(*months, policy).to_string();
        assert_eq!(later(EndOfMonth::LastDay), *last, "{from} {months}");
        assert_eq!(later(EndOfMonth::FirstOfNext), *first, "{from} {months}");
    }
}

/// The years from 1996 to 2104 that have a 29 February: 2000 is one of them, 2100 is not.
const LEAP: [i32; 27] = [
    1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028, 2032, 2036, 2040, 2044, 2048, 2052, 2056,
    2060, 2064, 2068, 2072, 2076, 2080, 2084, 2088, 2092, 2096, 2104,
];

#[test]
fn the_29th_of_february_has_its_anniversary_in_each_year_h47() {
    for leap in LEAP {
        let from = day(&format!("{leap}-02-29"));
        for year in 1996..=2104 {
            let months = (year - leap) * 12;
            let (last, first) = if LEAP.contains(&year) {
                (format!("{year}-02-29"), format!("{year}-02-29"))
            } else {
                (format!("{year}-02-28"), format!("{year}-03-01"))
            };
            assert_eq!(from.plus_months(months, EndOfMonth::LastDay).to_string(), last);
            assert_eq!(from.plus_months(months, EndOfMonth::FirstOfNext).to_string(), first);
        }
    }
    for year in 1996..=2104 {
        let exists = format!("{year}-02-29").parse::<Day>().is_ok();
        assert_eq!(exists, LEAP.contains(&year), "{year}");
    }
}

/// The length of each month of a common year.
const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

#[test]
fn each_month_from_1996_to_2104_ends_on_its_last_day() {
    let mut first = day("1996-01-01");
    for year in 1996..=2104 {
        for (month, length) in (1..).zip(MONTHS) {
            let length = if month == 2 && LEAP.contains(&year) { 29 } else { length };
            let last = format!("{year}-{month:02}-{length:02}");
            assert_eq!(first.plus_days(length - 1).to_string(), last);
            let after = format!("{year}-{month:02}-{:02}", length + 1);
            let error = after.parse::<Day>().unwrap_err().to_string();
            assert!(error.ends_with(&format!("{year} has {length} days")), "{error}");
            let next = first.plus_months(1, EndOfMonth::LastDay);
            assert_eq!(first.plus_days(length), next);
            first = next;
        }
    }
    assert_eq!(first, day("2105-01-01"));
}

#[test]
fn one_month_twice_is_not_two_months_once_h48() {
    let plus = |from: &str, months| day(from).plus_months(months, EndOfMonth::LastDay);
    let steps = plus("2024-01-31", 1).plus_months(1, EndOfMonth::LastDay);
    assert_eq!(steps, day("2024-03-29"));
    assert_eq!(plus("2024-01-31", 2), day("2024-03-31"));
    let years = (0..4).fold(day("2024-02-29"), |day, _| day.plus_months(12, EndOfMonth::LastDay));
    assert_eq!(years, day("2028-02-28"));
    assert_eq!(plus("2024-02-29", 48), day("2028-02-29"));
}

#[test]
fn days_are_counted_over_leap_years_h49() {
    assert_eq!(day("2024-02-29").plus_days(730), day("2026-02-28"));
    assert_eq!(day("2024-02-28").plus_days(1), day("2024-02-29"));
    assert_eq!(day("2100-02-28").plus_days(1), day("2100-03-01"));
    assert_eq!(day("2000-03-01").plus_days(-1), day("2000-02-29"));
}

#[test]
fn arithmetic_stays_within_the_bounds_h50() {
    let (first, last) = (Day::MIN, Day::MAX);
    assert_eq!((first.to_string(), last.to_string()), ("1900-01-01".into(), "2199-12-31".into()));
    assert_eq!(last.plus_days(1), last);
    assert_eq!(last.plus_days(i64::MAX), last);
    assert_eq!(first.plus_days(-1), first);
    assert_eq!(first.plus_days(i64::MIN), first);
    for policy in [EndOfMonth::LastDay, EndOfMonth::FirstOfNext] {
        assert_eq!(last.plus_months(1, policy), last);
        assert_eq!(last.plus_months(i32::MAX, policy), last);
        assert_eq!(first.plus_months(-1, policy), first);
        assert_eq!(first.plus_months(i32::MIN, policy), first);
    }
    assert_eq!(last.plus(Length::Years(u16::MAX)), last);
    assert_eq!(last.plus(Length::Days(u32::MAX)), last);
    assert_eq!(first.plus(Length::Days(1)), day("1900-01-02"));
}

#[test]
fn a_length_is_added_by_the_calendar() {
    let plus = |from: &str, length| day(from).plus(length).to_string();
    assert_eq!(plus("2024-02-29", Length::Years(1)), "2025-02-28");
    assert_eq!(plus("2024-02-29", Length::Years(4)), "2028-02-29");
    assert_eq!(plus("2024-08-31", Length::Months(6)), "2025-02-28");
    assert_eq!(plus("2024-01-10", Length::Days(120)), "2024-05-09");
}

#[test]
fn a_length_says_its_unit() {
    let texts = [
        (Length::Years(1), "1 year"),
        (Length::Years(2), "2 years"),
        (Length::Months(1), "1 month"),
        (Length::Months(18), "18 months"),
        (Length::Days(1), "1 day"),
        (Length::Days(120), "120 days"),
    ];
    for (length, text) in texts {
        assert_eq!(length.to_string(), text);
    }
}

#[test]
fn a_length_is_read_in_one_unit_within_bounds() {
    let read = |json: &str| serde_json::from_str::<Length>(json);
    assert_eq!(read(r#"{"years": 200}"#).unwrap(), Length::Years(200));
    assert_eq!(read(r#"{"months": "2400"}"#).unwrap(), Length::Months(2400));
    assert_eq!(read(r#"{"days": 73000}"#).unwrap(), Length::Days(73_000));
    assert_eq!(read(&serde_json::to_string(&Length::Days(30)).unwrap()).unwrap(), Length::Days(30));
    let texts = [
        (
            LengthError::OneUnit,
            "a length has exactly one of `years`, `months` and `days`: keep one",
        ),
        (LengthError::Zero { unit: "days" }, "a length of 0 days is none: leave the field out"),
        (
            LengthError::TooLong { number: 201, max: 200, unit: "years" },
            "201 years is above the longest length, 200 years: check the number",
        ),
    ];
    for (error, text) in texts {
        assert_eq!(error.to_string(), text);
    }
}

/// Texts that are no days, and the messages.
const NO_DAYS: &[(&str, &str)] = &[
    ("2024-02-30", "`2024-02-30` does not exist: February 2024 has 29 days"),
    ("1900-02-29", "`1900-02-29` does not exist: February 1900 has 28 days"),
    ("2024-11-31", "`2024-11-31` does not exist: November 2024 has 30 days"),
    ("1899-12-31", "`1899-12-31` is outside 1900-01-01 to 2199-12-31: check the year"),
    ("2200-01-01", "`2200-01-01` is outside 1900-01-01 to 2199-12-31: check the year"),
    ("9999-12-31", "`9999-12-31` is outside 1900-01-01 to 2199-12-31: check the year"),
    ("2024-2-28", "`2024-2-28` is not a day: write it as YYYY-MM-DD"),
    ("+2024-02-28", "`+2024-02-28` is not a day: write it as YYYY-MM-DD"),
    ("2024-02-28T00:00:00Z", "`2024-02-28T00:00:00Z` is not a day: write it as YYYY-MM-DD"),
    ("2024\u{2011}02\u{2011}28", "`2024\u{2011}02\u{2011}28` is not a day: write it as YYYY-MM-DD"),
    ("", "`` is not a day: write it as YYYY-MM-DD"),
];

#[test]
fn a_day_is_exactly_ten_ascii_bytes_h51_h52() {
    for (text, expected) in NO_DAYS {
        let error: DayError = text.parse::<Day>().unwrap_err();
        assert_eq!(error.to_string(), *expected);
    }
    let long = "9".repeat(1_000_000).parse::<Day>().unwrap_err().to_string();
    assert!(long.len() < 300, "{long:.400}");
}

#[test]
fn printing_and_reading_a_day_is_the_identity() {
    let mut each = Day::MIN;
    let mut count = 1;
    while each < Day::MAX {
        assert_eq!(day(&each.to_string()), each);
        each = each.plus_days(1);
        count += 1;
    }
    // 300 years with 73 leap days: 1900 and 2100 have none, 2000 has.
    assert_eq!(count, 300 * 365 + 73);
}

#[test]
fn a_date_outside_the_bounds_is_no_day() {
    assert_eq!(Day::try_from(date!(2024 - 02 - 29)), Ok(day("2024-02-29")));
    assert_eq!(time::Date::from(day("2024-02-29")), date!(2024 - 02 - 29));
    assert_eq!(day("2024-02-29").date(), date!(2024 - 02 - 29));
    for date in [date!(1899 - 12 - 31), date!(2200 - 01 - 01), date!(-0001 - 01 - 01)] {
        let error = Day::try_from(date).unwrap_err().to_string();
        assert!(error.ends_with("is outside 1900-01-01 to 2199-12-31: check the year"), "{error}");
    }
    let next = Day::try_from(date!(2200 - 01 - 01)).unwrap_err().to_string();
    assert!(next.starts_with("`2200-01-01` is outside"), "{next}");
}

#[test]
fn a_span_counts_both_its_days_and_is_never_reversed_h56() {
    let span = |first: &str, last: &str| Span::inclusive(day(first), day(last));
    assert_eq!(span("2024-01-01", "2024-12-31").unwrap().days(), 366);
    assert_eq!(span("2024-01-01", "2024-01-01").unwrap().days(), 1);
    assert_eq!(span("2024-01-02", "2024-01-01"), None);
    let whole = Span::inclusive(Day::MIN, Day::MAX).unwrap();
    assert_eq!((whole.first(), whole.last()), (Day::MIN, Day::MAX));
    assert_eq!(whole.days(), 300 * 365 + 73);
    let leap = span("2024-02-28", "2024-03-01").unwrap();
    assert_eq!((leap.first(), leap.last(), leap.days()), (day("2024-02-28"), day("2024-03-01"), 3));
}

#[test]
fn spans_intersect_in_the_days_that_lie_in_both_h57() {
    let span = |first: &str, last: &str| Span::inclusive(day(first), day(last)).unwrap();
    let year = span("2024-01-01", "2024-12-31");
    assert_eq!(year.intersect(&year), Some(year));
    let inside = span("2024-06-01", "2024-06-30");
    assert_eq!(year.intersect(&inside), Some(inside));
    assert_eq!(inside.intersect(&year), Some(inside));
    let across = span("2024-12-31", "2025-01-31");
    assert_eq!(year.intersect(&across), Some(span("2024-12-31", "2024-12-31")));
    // Touching spans share no day.
    assert_eq!(year.intersect(&span("2025-01-01", "2025-12-31")), None);
}

/// Texts that name no credential, and the messages.
const NO_CREDENTIALS: &[(&str, &str)] = &[
    ("CPC", "`CPC` names no issuer: write issuer and code, such as `AAPC/CPC`"),
    ("", "`` names no issuer: write issuer and code, such as `AAPC/CPC`"),
    ("/CPC", "`` is not a code: write 1 to 32 letters, digits and hyphens"),
    ("AAPC/", "`` is not a code: write 1 to 32 letters, digits and hyphens"),
    ("AAPC/CPC/A", "`CPC/A` contains `/`: a code has ASCII letters, digits and inner hyphens only"),
    (
        "AAPC/CPC-",
        "`CPC-` contains an outer hyphen: a code has ASCII letters, digits and inner hyphens only",
    ),
    (
        "-/CPC",
        "`-` contains an outer hyphen: a code has ASCII letters, digits and inner hyphens only",
    ),
    (
        "AAPC/C\u{420}C",
        "`C\u{420}C` contains the character U+0420: a code has ASCII letters, digits and inner \
         hyphens only",
    ),
    (
        "AAPC /CPC",
        "`AAPC ` contains the character U+0020: a code has ASCII letters, digits and inner hyphens \
         only",
    ),
];

#[test]
fn a_credential_is_an_issuer_and_a_code() {
    for (text, expected) in NO_CREDENTIALS {
        let error: IdentifierError = text.parse::<CredentialId>().unwrap_err();
        assert_eq!(error.to_string(), *expected);
    }
    let id: CredentialId = "AAPC/CPC-A".parse().unwrap();
    assert_eq!((id.issuer().as_str(), id.code().as_str()), ("AAPC", "CPC-A"));
    assert_eq!(id.to_string(), "AAPC/CPC-A");
    let parts = ("AAPC".parse::<Issuer>().unwrap(), "CPC-A".parse::<Code>().unwrap());
    assert_eq!(CredentialId::new(parts.0, parts.1), id);
}

#[test]
fn a_code_has_up_to_32_bytes() {
    assert!("C".repeat(32).parse::<Code>().is_ok());
    let long = "C".repeat(33);
    let expected = format!("`{long}` is not a code: write 1 to 32 letters, digits and hyphens");
    assert_eq!(long.parse::<Code>().unwrap_err().to_string(), expected);
    assert!("A".repeat(33).parse::<Issuer>().is_err());
    let echoed = "C".repeat(1_000_000).parse::<Code>().unwrap_err().to_string();
    assert!(echoed.len() < 200, "{echoed:.300}");
}

#[test]
fn codes_are_compared_letter_by_letter_h41_h42() {
    let id = |text: &str| text.parse::<CredentialId>().unwrap();
    assert_ne!(id("AAPC/CPC"), id("AAPC/cpc"));
    assert_ne!(id("AAPC/CPC"), id("aapc/CPC"));
    // Letters that case mapping would turn into ASCII ones are none.
    for text in ["AAPC/CC\u{17f}", "AAPC/\u{212a}", "AAPC/CPC\u{200b}", "AAPC/CPC\u{301}"] {
        assert!(text.parse::<CredentialId>().is_err(), "{text:?}");
    }
}

#[test]
fn a_word_covers_those_below_it() {
    let word = |text: &str| text.parse::<Word>().unwrap();
    assert!(word("coding").covers(&word("coding")));
    assert!(word("coding").covers(&word("coding/inpatient")));
    assert!(!word("coding/inpatient").covers(&word("coding")));
    assert!(!word("coding").covers(&word("coding-audit")));
    let error = "two words".parse::<Word>().unwrap_err().to_string();
    let expected = "`two words` is not a word: write up to 64 ASCII letters, digits and hyphens, \
                    levels apart by slashes";
    assert_eq!(error, expected);
}

/// Every word of a closed list is read as it is printed and as it stands in JSON.
fn assert_words<T>(words: &[T])
where
    T: DeserializeOwned + Display + FromStr<Err: Debug> + Debug + PartialEq + Serialize,
{
    for word in words {
        assert_eq!(&word.to_string().parse::<T>().unwrap(), word);
        let json = serde_json::to_string(word).unwrap();
        assert_eq!(json, format!("\"{word}\""));
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), word);
    }
    assert!("".parse::<T>().is_err());
}

#[test]
fn closed_lists_are_written_as_they_are_read() {
    assert_words(Delivery::ALL);
    assert_words(ExceptionKind::ALL);
    assert_words(Level::ALL);
    assert_words(PaymentPurpose::ALL);
    assert_words(Setting::ALL);
    assert_words(NoteCode::ALL);
    assert_words(Reason::ALL);
    assert_words(UnknownBecause::ALL);
    assert_words(Verdict::ALL);
}

#[test]
fn a_word_outside_a_closed_list_names_the_nearest_or_all() {
    let error = "outpatients".parse::<Setting>().unwrap_err().to_string();
    assert_eq!(error, "unknown word `outpatients`: did you mean `outpatient`?");
    let error = "home".parse::<Setting>().unwrap_err().to_string();
    assert_eq!(
        error,
        "unknown word `home`: use one of inpatient, outpatient, multi-specialty-outpatient, payer, \
         other",
    );
}

#[test]
fn levels_of_education_stand_in_order() {
    let ladder = &Level::ALL[1..];
    assert_eq!(ladder.first(), Some(&Level::HighSchool));
    assert!(ladder.is_sorted());
    assert!(Confidence::Official < Confidence::Inferred);
}

#[test]
fn amounts_of_an_answer_say_their_unit() {
    let texts = [
        (Amount::Days(Days::new(365)), "365 days"),
        (Amount::Days(Days::new(1)), "1 day"),
        (Amount::Hours(decimal("1950.5")), "1950.5 hours"),
        (Amount::ContactHours(decimal("80")), "80 contact hours"),
        (Amount::Credits(decimal("6")), "6 credits"),
        (Amount::Units(decimal("24.5")), "24.5 units"),
        (Amount::Points(100), "100 points"),
        (Amount::Years(17), "17 years"),
        (Amount::Shown(true), "shown"),
        (Amount::Shown(false), "not shown"),
    ];
    for (amount, text) in texts {
        assert_eq!(amount.to_string(), text);
    }
}

#[test]
fn the_limits_are_those_of_the_documentation() {
    let limits = Limits::default();
    assert_eq!(limits, Limits::DEFAULT);
    assert_eq!(limits.text, 4096);
    assert_eq!((limits.entries, limits.requirements), (1_000_000, 100_000));
}

#[test]
fn judging_is_shared_between_threads_h75() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Judge>();
    shared::<RuleBook>();
    shared::<Record>();
    shared::<Eligibility>();
    shared::<Decision<'_>>();
    shared::<Facts<'static>>();
    shared::<coding_credentials::JudgeError>();
    shared::<coding_credentials::document::DocumentError>();
    shared::<coding_credentials::book::LookupError>();
}

// The tests below state what the house style asks where the library was found to do something else.

#[test]
fn one_of_a_unit_is_in_the_singular() {
    let one = Decimal::whole(1);
    assert_eq!(ContactHours::new(one).unwrap().to_string(), "1 contact hour");
    assert_eq!(Hours::new(one).unwrap().to_string(), "1 hour");
    assert_eq!(Credits::new(one).unwrap().to_string(), "1 credit");
    assert_eq!(Units::new(one).unwrap().to_string(), "1 unit");
    assert_eq!(Amount::Points(1).to_string(), "1 point");
    assert_eq!(Amount::Years(1).to_string(), "1 year");
}

#[test]
fn a_sum_out_of_bounds_is_not_called_a_mismatch_of_units() {
    let largest = CeuAmount::new(Units::new(decimal("100000")).unwrap(), "AAPC".parse().unwrap());
    let message = largest.checked_add(&largest).unwrap_err().to_string();
    assert!(!message.contains("two issuers"), "{message}");
}
