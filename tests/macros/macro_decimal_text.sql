-- 100 keeps its zeros and 10.05 the one inside; a whole number has no point.
with

cases (number, text) as (

    values
    (100, '100'),
    (10.05, '10.05'),
    (63.50, '63.5'),
    (-2.5, '-2.5'),
    (0.0, '0'),
    (0.000125, '0.000125'),
    (null, null)

),

found as (

    select
        *,
        {{ decimal_text('number') }} as found_text
    from cases

)

select * from found
where found_text is distinct from text
