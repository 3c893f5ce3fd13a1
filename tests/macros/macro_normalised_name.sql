-- All but the last two differ as two printings of one name do, on either side.
with

cases (printed_name, other_name, is_same) as (

    values
    ('就醫(次)，降幅：6%；年', '就醫（次），降幅：6%；年', true),
    ('就醫（次）,降幅：6%；年', '就醫（次），降幅：6%；年', true),
    ('就醫（次），降幅:6%；年', '就醫（次），降幅：6%；年', true),
    ('就醫（次），降幅：6%;年', '就醫（次），降幅：6%；年', true),
    ('吸菸率6%', '吸菸率6％', true),
    ('就醫 （次），降幅：6%；年', '就醫（次），降幅：6%；年', true),
    ('就醫　（次），降幅：6%；年', '就醫（次），降幅：6%；年', true),
    ('就醫（次），降' || chr(10) || '幅：6%；年', '就醫（次），降幅：6%；年', true),
    ('就診（次），降幅：6%；年', '就醫（次），降幅：6%；年', false),
    ('就醫（次）降幅：6%；年', '就醫（次），降幅：6%；年', false)

),

found as (

    select
        *,
        {{ normalised_name('printed_name') ~ ' = ' ~ normalised_name('other_name') }}
            as found_is_same
    from cases

)

select * from found
where found_is_same is distinct from is_same
