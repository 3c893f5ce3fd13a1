with

comparisons as (

    select * from {{ ref('int_audit__comparisons_unioned') }}

),

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
        tolerance_value,
        {{ verdict_code('difference_value', 'agreement_value', 'tolerance_value') }} as verdict_code
    from comparisons

)

select * from final
