-- The last word that has digits decides, with the decimals before it.
with

cases (printed_text, half) as (

    values
    ('7,807', 0.5),
    ('2,880.0', 0.05),
    ('19.49%', 0.005),
    ('39億3,420萬元', 5000),
    ('600萬', 5000),
    ('600.2萬', 500),
    ('595萬8千', 500),
    ('4萬8,574', 0.5),
    ('3百萬', 500000),
    ('306.42 million', 5000),
    ('1億', 50000000),
    ('近600萬', null)

),

found as (

    select
        *,
        {{ spelled_half_unit(without_match('printed_text', '(元|%)$')) }} as found_half
    from cases

)

select * from found
where found_half is distinct from half
