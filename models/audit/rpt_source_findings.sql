with

comparisons as (

    select * from {{ ref('int_audit__comparisons_judged') }}

),

audit_checks as (

    select * from {{ ref('stg_reference__audit_checks') }}

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
        cast(null as {{ dbt.type_string() }}) as correction_id,
        audit_checks.explanation_en,
        audit_checks.explanation_zh
    from comparisons
    inner join audit_checks
        on comparisons.check_code = audit_checks.check_code
    where comparisons.verdict_code = 'disagreed'

)

select * from final
