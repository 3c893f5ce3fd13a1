with

pairs as (

    select * from {{ ref('int_audit__published_figures_paired') }}

),

source_findings as (

    select * from {{ ref('rpt_source_findings') }}

),

final as (

    select
        pairs.check_code,
        pairs.topic_zh,
        pairs.metric_zh,
        pairs.roc_period,
        pairs.publisher_zh,
        pairs.source_url,
        pairs.published_text,
        pairs.published_unit_zh,
        pairs.comparability_code,
        pairs.source_document_id,
        pairs.source_locator,
        pairs.printed_text,
        pairs.printed_unit_zh,
        pairs.expected_text as expected_value,
        pairs.difference_value,
        {{ verdict_code(
            'pairs.difference_value', 'pairs.agreement_value', 'pairs.tolerance_value'
        ) }} as verdict_code,
        source_findings.finding_id,
        pairs._seed_row_key,
        pairs._compared_seed_row_key
    from pairs
    left join source_findings
        on
            pairs.check_code = source_findings.check_code
            and coalesce(pairs.source_document_id, '')
            = coalesce(source_findings.source_document_id, '')
            and pairs.source_locator = source_findings.source_locator
            and pairs.subject_zh = source_findings.subject_zh
            and pairs.comparability_code = 'exact'

)

select * from final
