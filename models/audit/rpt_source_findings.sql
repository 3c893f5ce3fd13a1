with

comparisons as (

    select * from {{ ref('int_audit__comparisons_judged') }}

),

audit_checks as (

    select * from {{ ref('stg_reference__audit_checks') }}

),

corrections as (

    select * from {{ ref('stg_corrections__printed_values') }}

),

final as (

    select
        {{ key_of([
            'comparisons.check_code',
            'comparisons.source_document_id',
            'comparisons.source_locator',
            'comparisons.subject_zh',
        ]) }} as finding_id,
        comparisons.source_document_id,
        comparisons.source_locator,
        comparisons.check_code,
        audit_checks.kind_code,
        comparisons.subject_zh,
        comparisons.printed_text as printed_value,
        comparisons.expected_text as expected_value,
        comparisons.difference_value,
        corrections.correction_id,
        audit_checks.explanation_en,
        audit_checks.explanation_zh
    from comparisons
    inner join audit_checks
        on comparisons.check_code = audit_checks.check_code
    -- A finding about a unit prints it after the figure.
    left join corrections
        on
            comparisons.source_document_id = corrections.source_document_id
            and comparisons.source_locator = corrections.source_locator
            and comparisons.printed_text in (
                corrections.printed_text, corrections.printed_text || corrections.printed_unit_zh
            )
            and corrections.correction_status_code = 'applied'
    where comparisons.verdict_code = 'disagreed'

)

select * from final
