//! Placing amounts: optimal by comparison with brute force, verified by the checker.

use coding_credentials::allocation::{
    Allocation, Cap, DemandSet, Instance, Share, Supply, allocate, check,
};
use coding_credentials::quantity::Decimal;
use proptest::prelude::*;

fn units(number: u16) -> Decimal {
    Decimal::whole(number)
}

fn serves(demands: &[usize]) -> DemandSet {
    demands.iter().fold(DemandSet::NONE, |set, demand| set.with(*demand))
}

/// The most that can be placed, by trying every unit everywhere.
fn brute_force(instance: &Instance) -> i64 {
    let whole = |amount: Decimal| amount.sub_units() / Decimal::SCALE;
    let units: Vec<usize> = instance
        .supplies
        .iter()
        .enumerate()
        .flat_map(|(place, supply)| (0..whole(supply.amount)).map(move |_| place))
        .collect();
    let mut caps: Vec<i64> = instance.caps.iter().map(|cap| whole(cap.limit)).collect();
    let mut needs: Vec<i64> = instance.demands.iter().map(|need| whole(*need)).collect();
    try_units(instance, &units, &mut caps, &mut needs)
}

fn try_units(
    instance: &Instance,
    units: &[usize],
    caps: &mut Vec<i64>,
    needs: &mut Vec<i64>,
) -> i64 {
    let Some((unit, rest)) = units.split_first() else { return 0 };
    // Not placed at all.
    let mut best = try_units(instance, rest, caps, needs);
    let supply = &instance.supplies[*unit];
    let mut around = Vec::new();
    let mut cap = supply.cap;
    while let Some(inner) = cap {
        around.push(inner);
        cap = instance.caps[inner].parent;
    }
    if around.iter().any(|cap| caps[*cap] == 0) {
        return best;
    }
    for demand in supply.serves.iter().filter(|demand| *demand < needs.len()).collect::<Vec<_>>() {
        if needs[demand] == 0 {
            continue;
        }
        needs[demand] -= 1;
        for cap in &around {
            caps[*cap] -= 1;
        }
        best = best.max(1 + try_units(instance, rest, caps, needs));
        for cap in &around {
            caps[*cap] += 1;
        }
        needs[demand] += 1;
    }
    best
}

prop_compose! {
    fn instances()(demands in prop::collection::vec(0_u16..4, 1..4), limits in prop::collection::vec(0_u16..5, 0..3))(
        supplies in prop::collection::vec((0_u16..3, 0_usize..(1 << demands.len()), 0_usize..=limits.len()), 0..4),
        parents in prop::collection::vec(0_usize..3, limits.len()),
        demands in Just(demands),
        limits in Just(limits),
    ) -> Instance {
        let cap = |(place, (limit, parent)): (usize, (&u16, &usize))| Cap {
            limit: units(*limit),
            parent: (*parent < place).then_some(*parent),
        };
        let supply = |(amount, mask, cap): (u16, usize, usize)| Supply {
            amount: units(amount),
            serves: (0..demands.len()).filter(|demand| mask & (1 << demand) != 0).fold(DemandSet::NONE, DemandSet::with),
            cap: cap.checked_sub(1),
        };
        Instance {
            caps: limits.iter().zip(&parents).enumerate().map(cap).collect(),
            supplies: supplies.into_iter().map(supply).collect(),
            demands: demands.iter().map(|need| units(*need)).collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn a_placement_exists_exactly_when_brute_force_finds_one(instance in instances()) {
        let needed: i64 = instance.demands.iter().map(|need| need.sub_units() / Decimal::SCALE).sum();
        let most = brute_force(&instance);
        let allocation = allocate(&instance);
        prop_assert!(check(&instance, &allocation), "{allocation:?}");
        match allocation {
            Allocation::Met(_) => prop_assert_eq!(most, needed),
            Allocation::Unmet(bottleneck) => {
                // What the bottleneck lacks is exactly what cannot be placed.
                prop_assert_eq!(bottleneck.missing().sub_units() / Decimal::SCALE, needed - most);
            }
        }
    }

    #[test]
    fn the_order_of_supplies_decides_nothing(instance in instances()) {
        let mut reversed = instance.clone();
        reversed.supplies.reverse();
        let (left, right) = (allocate(&instance), allocate(&reversed));
        if let (Allocation::Unmet(left), Allocation::Unmet(right)) = (&left, &right) {
            prop_assert_eq!(left, right);
        }
        prop_assert_eq!(matches!(left, Allocation::Met(_)), matches!(right, Allocation::Met(_)));
    }

    #[test]
    fn more_supply_never_hurts(instance in instances(), amount in 0_u16..3, mask in 0_usize..8) {
        let mut more = instance.clone();
        more.supplies.push(Supply {
            amount: units(amount),
            serves: (0..3).filter(|demand| mask & (1 << demand) != 0).fold(DemandSet::NONE, DemandSet::with),
            cap: None,
        });
        if matches!(allocate(&instance), Allocation::Met(_)) {
            prop_assert!(matches!(allocate(&more), Allocation::Met(_)));
        }
    }
}

#[test]
fn short_and_conflict_are_told_apart() {
    let supply = |amount, demands: &[usize]| Supply {
        amount: units(amount),
        serves: serves(demands),
        cap: None,
    };
    let cases = [
        // One demand alone lacks: short.
        (
            Instance { supplies: vec![supply(15, &[0])], caps: vec![], demands: vec![units(16)] },
            1,
            false,
        ),
        // Enough for each, not for both: conflict.
        (
            Instance {
                supplies: vec![supply(20, &[0, 1])],
                caps: vec![],
                demands: vec![units(16), units(16)],
            },
            12,
            true,
        ),
        // A cap makes the lack.
        (
            Instance {
                supplies: vec![Supply { cap: Some(0), ..supply(20, &[0]) }],
                caps: vec![Cap { limit: units(10), parent: None }],
                demands: vec![units(16)],
            },
            6,
            false,
        ),
    ];
    for (instance, missing, conflict) in cases {
        let Allocation::Unmet(bottleneck) = allocate(&instance) else { panic!("{instance:?}") };
        assert_eq!(bottleneck.missing(), units(missing));
        assert_eq!(bottleneck.is_conflict(&instance), conflict);
    }
}

#[test]
fn the_checker_refuses_what_is_wrong() {
    let instance = Instance {
        supplies: vec![Supply { amount: units(10), serves: serves(&[0]), cap: None }],
        caps: vec![],
        demands: vec![units(8)],
    };
    let allocation = allocate(&instance);
    assert!(check(&instance, &allocation));
    let Allocation::Met(placement) = &allocation else { panic!("feasible") };
    assert_eq!(placement.shares(), [Share { supply: 0, demand: 0, amount: units(8) }]);
    for changed in [
        Instance { demands: vec![units(9)], ..instance.clone() },
        Instance {
            supplies: vec![Supply { amount: units(7), ..instance.supplies[0] }],
            ..instance.clone()
        },
        Instance {
            supplies: vec![Supply { serves: DemandSet::NONE, ..instance.supplies[0] }],
            ..instance.clone()
        },
        Instance {
            supplies: vec![Supply { cap: Some(0), ..instance.supplies[0] }],
            caps: vec![Cap { limit: units(5), parent: None }],
            ..instance.clone()
        },
    ] {
        assert!(!check(&changed, &allocation), "{changed:?}");
    }
    // A bottleneck of a feasible instance is refused.
    let short = Instance { demands: vec![units(11)], ..instance.clone() };
    let bottleneck = allocate(&short);
    assert!(check(&short, &bottleneck));
    assert!(!check(&instance, &bottleneck));
}
