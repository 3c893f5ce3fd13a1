-- A row that reaches a fact is one whose seed or batch the audit follows and counts.
with

fact_rows as (

    select * from {{ ref('int_audit__fact_rows_unioned') }}

),

seed_rows as (

    select * from {{ ref('int_audit__seed_rows_staged') }}

),

final as (

    select fact_rows.seed_row_key
    from fact_rows
    left join seed_rows
        on fact_rows.seed_row_key = seed_rows.seed_row_key
    where seed_rows.seed_row_key is null

)

select * from final
