with

pairs as (

    select * from {{ ref('int_audit__published_figures_paired') }}

),

-- What is counted in another way may differ, and accuses nobody.
final as (

    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        difference_value,
        agreement_value,
        tolerance_value
    from pairs
    where comparability_code = 'exact'

)

select * from final
