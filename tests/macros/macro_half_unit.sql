-- What is printed decides, so 73% and 73.0% differ; grouping and sign do not matter.
with

cases (printed_text, half) as (

    values
    ('73%', 0.5),
    ('73.0%', 0.05),
    ('0', 0.5),
    ('0.00%', 0.005),
    ('12.345%', 0.0005),
    ('1,158.1%', 0.05),
    ('-3.5%', 0.05),
    (null, null)

),

found as (

    select
        *,
        {{ half_unit('printed_text') }} as found_half
    from cases

)

select * from found
where found_half is distinct from half
