with

figures as (

    select * from {{ ref('int_audit__figures_unioned') }}

),

metrics as (

    select
        *,
        {{ key_of(['metric_id', 'dimension_zh', 'period_start_date', 'period_end_date']) }}
            as quantity_key,
        {{ key_of([
            'source_document_id',
            'metric_id',
            'dimension_zh',
            'period_start_date',
            'period_end_date',
            'as_of_date',
        ]) }} as state_key
    from figures
    where metric_id is not null

),

printings as (

    select
        *,
        row_number() over (partition by state_key order by source_locator, _seed_row_key)
            as printing_no,
        row_number() over (
            partition by quantity_key, source_document_id
            order by as_of_date desc, source_locator asc, _seed_row_key asc
        ) as document_printing_no
    from metrics

),

pairs as (

    select
        'figure_printed_again' as check_code,
        printed._seed_row_key as printed_row_key,
        expected._seed_row_key as expected_row_key
    from printings as printed
    inner join printings as expected
        on printed.state_key = expected.state_key
    where printed.printing_no > 1 and expected.printing_no = 1
    union all
    select
        'figure_between_documents' as check_code,
        printed._seed_row_key as printed_row_key,
        expected._seed_row_key as expected_row_key
    from printings as printed
    inner join printings as expected
        on
            printed.quantity_key = expected.quantity_key
            and printed.source_document_id < expected.source_document_id
    where printed.document_printing_no = 1 and expected.document_printing_no = 1

),

final as (

    select
        pairs.check_code,
        printed.source_document_id,
        printed.source_locator,
        printed.subject_zh
        || '（'
        || expected.source_document_id
        || ' '
        || expected.source_locator
        || '）' as subject_zh,
        printed.printed_text,
        {{ decimal_text(in_unit('expected.base_value', 'printed.multiplier')) }} as expected_text,
        {{ in_unit('printed.base_value - expected.base_value', 'printed.multiplier') }}
            as difference_value,
        cast(0 as decimal(28, 8)) as agreement_value,
        {{ in_unit('printed.rounding_value + expected.rounding_value', 'printed.multiplier') }}
            as tolerance_value
    from pairs
    inner join figures as printed
        on pairs.printed_row_key = printed._seed_row_key
    inner join figures as expected
        on pairs.expected_row_key = expected._seed_row_key

)

select * from final
