with

corrections as (

    select * from {{ ref('stg_corrections__printed_values') }}

),

printed_values as (

    select * from {{ ref('int_audit__printed_values_unioned') }}

),

budgets as (

    select * from {{ ref('fct_budget_printings') }}

),

matches as (

    select
        corrections.correction_id,
        count(printed_values.seed_row_key) as matched_row_count
    from corrections
    left join printed_values
        on
            corrections.seed_name = printed_values.seed_name
            and corrections.source_document_id = printed_values.source_document_id
            and corrections.corrected_seed_row_key = printed_values.seed_row_key
            and corrections.source_locator = printed_values.source_locator
            and corrections.printed_text = printed_values.printed_text
            and corrections.printed_unit_zh = printed_values.unit_zh
    group by corrections.correction_id

),

applications as (

    select
        correction_id,
        count(*) as corrected_row_count
    from budgets
    where correction_id is not null
    group by correction_id

),

final as (

    select
        corrections.correction_id,
        corrections.source_document_id,
        corrections.seed_name,
        corrections.corrected_seed_row_key,
        corrections.kind_code,
        corrections.correction_status_code,
        corrections.printed_text,
        corrections.printed_unit_zh,
        corrections.corrected_text,
        corrections.corrected_unit_zh,
        corrections.evidence_en,
        corrections.evidence_zh,
        cast(matches.matched_row_count as int) as matched_row_count,
        cast(coalesce(applications.corrected_row_count, 0) as int) as corrected_row_count,
        corrections.source_locator,
        corrections._seed_row_key
    from corrections
    inner join matches
        on corrections.correction_id = matches.correction_id
    left join applications
        on corrections.correction_id = applications.correction_id

)

select * from final
