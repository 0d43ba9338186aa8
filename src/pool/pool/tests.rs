use super::*;

const T: Instant = Instant::from_ms(0);

fn credits(count: i64) -> Credits {
    Credits::new(count)
}

fn pool(included: i64, purchased: i64) -> Pool {
    Pool::open(DrawOrder::IncludedFirst, T, credits(included), credits(purchased), None).0
}

fn buy(pool: &mut Pool, count: i64, expires: Option<i64>) -> LotId {
    pool.land(T, credits(count), Credits::ZERO, PurchaseVia::TopUp, expires.map(Instant::from_ms))
}

fn balances(pool: &Pool) -> (i64, i64, i64, i64) {
    assert!(pool.conserves() && pool.lots_agree(), "{pool:?}");
    (pool.included().get(), pool.purchased().get(), pool.held().get(), pool.debt().get())
}

#[test]
fn r_order_included_goes_first_then_the_soonest_to_expire_then_grant_order() {
    let mut pool = pool(10, 0);
    let never = buy(&mut pool, 10, None);
    let late = buy(&mut pool, 10, Some(200));
    let soon = buy(&mut pool, 10, Some(100));
    let later_never = buy(&mut pool, 10, None);
    let mut left = |spend: i64| {
        assert_eq!(pool.charge(credits(spend)), Credits::ZERO);
        [soon, late, never, later_never].map(|lot| pool.lots[lot.index()].remaining.get())
    };
    assert_eq!(left(10), [10, 10, 10, 10]);
    assert_eq!(left(5), [5, 10, 10, 10]);
    assert_eq!(left(10), [0, 5, 10, 10]);
    assert_eq!(left(10), [0, 0, 5, 10]);
    assert_eq!(left(10), [0, 0, 0, 5]);
}

#[test]
fn r_reserve_unused_credits_return_to_their_lots_last_drawn_first() {
    let mut pool = pool(10, 20);
    let more = buy(&mut pool, 5, None);
    let reservation = pool.reserve(credits(33));
    assert_eq!(balances(&pool), (0, 2, 33, 0));
    let returned = pool.settle(reservation, credits(12));
    // 10 included and 2 of the first purchased lot are spent.
    assert_eq!(returned, Returned { live: credits(21), ..Returned::default() });
    assert_eq!(balances(&pool), (0, 23, 0, 0));
    assert_eq!(pool.lots[more.index()].remaining, credits(5));
    assert_eq!((pool.book.spent_included, pool.book.spent_purchased), (credits(10), credits(2)));
}

#[test]
fn r_reserve_what_returns_to_an_ended_period_or_an_expired_lot_expires_at_once() {
    let mut pool = pool(10, 0);
    let lot = buy(&mut pool, 10, Some(50));
    let reservation = pool.reserve(credits(20));
    pool.end_included();
    pool.grant(T, credits(7));
    assert_eq!(pool.expire(lot), Credits::ZERO);
    let returned = pool.settle(reservation, credits(4));
    assert_eq!(
        returned,
        Returned { live: Credits::ZERO, expired_included: credits(6), expired_purchased: credits(10) }
    );
    assert_eq!(balances(&pool), (7, 0, 0, 0));
}

#[test]
fn r_overrun_debt_is_paid_by_the_next_credits_in_draw_order() {
    let mut pool = pool(10, 0);
    let shortfall = pool.charge(credits(25));
    assert_eq!(shortfall, credits(15));
    pool.owe(shortfall);
    assert_eq!((pool.usable(), balances(&pool)), (credits(-15), (0, 0, 0, 15)));
    pool.grant(T, credits(6));
    assert_eq!(balances(&pool), (0, 0, 0, 9));
    buy(&mut pool, 20, None);
    assert_eq!(balances(&pool), (0, 11, 0, 0));
    assert_eq!((pool.book.spent_included, pool.book.spent_purchased), (credits(16), credits(9)));
}

#[test]
fn r_overrun_returned_credits_pay_debt_but_not_from_an_expired_lot() {
    let mut pool = pool(10, 10);
    let reservation = pool.reserve(credits(20));
    let shortfall = pool.charge(credits(3));
    pool.owe(shortfall);
    pool.end_included();
    let returned = pool.settle(reservation, credits(5));
    // 5 of the included lot are spent, 5 expire; 10 purchased return and 3 of them pay the debt.
    assert_eq!((returned.live, returned.expired_included), (credits(10), credits(5)));
    assert_eq!(balances(&pool), (0, 7, 0, 0));
}

#[test]
fn a_refilled_lot_is_drawn_before_later_ones_again() {
    let mut pool = pool(0, 0);
    let first = buy(&mut pool, 10, Some(100));
    let second = buy(&mut pool, 10, Some(200));
    let reservation = pool.reserve(credits(15));
    pool.settle(reservation, Credits::ZERO);
    assert_eq!(pool.charge(credits(10)), Credits::ZERO);
    assert_eq!(pool.lots[first.index()].remaining, Credits::ZERO);
    assert_eq!(pool.lots[second.index()].remaining, credits(10));
}

#[test]
fn draws_are_stored_in_places_used_before() {
    let mut pool = pool(1, 1);
    for _ in 0..100 {
        buy(&mut pool, 1, None);
        let reservation = pool.reserve(credits(3));
        pool.settle(reservation, credits(1));
        assert!(pool.conserves());
    }
    let reservation = pool.reserve(credits(2));
    pool.settle(reservation, Credits::ZERO);
    assert_eq!(pool.book.spent_included + pool.book.spent_purchased, credits(100));
}

#[test]
fn a_policy_may_draw_purchased_credits_first() {
    let (mut pool, _) = Pool::open(DrawOrder::PurchasedFirst, T, credits(10), credits(5), None);
    assert_eq!(pool.charge(credits(7)), Credits::ZERO);
    assert_eq!(balances(&pool), (8, 0, 0, 0));
}
