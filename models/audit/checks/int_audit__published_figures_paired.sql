with

published_figures as (

    select * from {{ ref('stg_published_figures__figures') }}

),

published_comparisons as (

    select * from {{ ref('stg_reference__published_comparisons') }}

),

printed_values as (

    select * from {{ ref('int_audit__printed_values_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

published as (

    select
        published_figures.*,
        units.multiplier,
        units.dimension_code,
        {{ in_base_unit('published_figures.printed_value', 'units.multiplier') }} as base_value,
        -- 7,807 persons are counted one by one; 595萬8千 and 600.2萬 are rounded.
        case
            when
                units.dimension_code = 'count'
                and published_figures.half_unit_value * units.multiplier = 0.5
                then cast(0 as decimal(28, 8))
            else {{ in_base_unit('published_figures.half_unit_value', 'units.multiplier') }}
        end as rounding_value
    from published_figures
    inner join units
        on published_figures.unit_zh = units.unit_zh

),

printed as (

    select
        printed_values.*,
        units.multiplier,
        units.dimension_code,
        {{ in_base_unit(printed_number('printed_values.printed_text'), 'units.multiplier') }}
            as base_value,
        {{ in_base_unit(
            rounding_allowance(
                'printed_values.printed_text', 'units.dimension_code', 'units.multiplier'
            ),
            'units.multiplier'
        ) }} as rounding_value
    from printed_values
    inner join units
        on printed_values.unit_zh = units.unit_zh

),

pairs as (

    select
        'published_figure_and_document' as check_code,
        published._seed_row_key,
        printed.seed_row_key as compared_seed_row_key,
        printed.source_document_id,
        printed.source_locator,
        printed.printed_text,
        printed.unit_zh as printed_unit_zh,
        printed.multiplier as printed_multiplier,
        printed.base_value as printed_base_value,
        printed.rounding_value as printed_rounding_value,
        published.comparability_code
    from published
    inner join published_comparisons
        on
            published.topic_zh = published_comparisons.topic_zh
            and published.metric_zh = published_comparisons.metric_zh
            and published.roc_period = published_comparisons.roc_period
    inner join printed
        on
            published_comparisons.compared_row_key = printed.seed_row_key
            and published.dimension_code = printed.dimension_code
    union all
    select
        'published_figure_between_publishers' as check_code,
        published._seed_row_key,
        other_figures._seed_row_key as compared_seed_row_key,
        cast(null as {{ dbt.type_string() }}) as source_document_id,
        other_figures.source_url as source_locator,
        other_figures.printed_text,
        other_figures.unit_zh as printed_unit_zh,
        other_figures.multiplier as printed_multiplier,
        other_figures.base_value as printed_base_value,
        other_figures.rounding_value as printed_rounding_value,
        case
            when other_figures.comparability_code = 'exact' then published.comparability_code
            else other_figures.comparability_code
        end as comparability_code
    from published
    inner join published as other_figures
        on
            published.topic_zh = other_figures.topic_zh
            and published.metric_zh = other_figures.metric_zh
            and published.period_start_date = other_figures.period_start_date
            and published.period_end_date = other_figures.period_end_date
            and published.dimension_code = other_figures.dimension_code
            and published._seed_row_key < other_figures._seed_row_key

),

final as (

    select
        pairs.check_code,
        pairs.source_document_id,
        pairs.source_locator,
        concat_ws(
            ' ',
            published.topic_zh,
            published.metric_zh,
            concat_ws('', published.roc_period, '（', published.publisher_zh, '）')
        ) as subject_zh,
        published.topic_zh,
        published.metric_zh,
        published.roc_period,
        published.publisher_zh,
        published.source_url,
        published.printed_text as published_text,
        published.unit_zh as published_unit_zh,
        pairs.comparability_code,
        pairs.printed_text,
        pairs.printed_unit_zh,
        {{ decimal_text(in_unit('published.base_value', 'pairs.printed_multiplier')) }}
            as expected_text,
        {{ in_unit('pairs.printed_base_value - published.base_value', 'pairs.printed_multiplier') }}
            as difference_value,
        cast(0 as decimal(28, 8)) as agreement_value,
        {{ in_unit(
            'pairs.printed_rounding_value + published.rounding_value', 'pairs.printed_multiplier'
        ) }} as tolerance_value,
        pairs._seed_row_key,
        pairs.compared_seed_row_key as _compared_seed_row_key
    from pairs
    inner join published
        on pairs._seed_row_key = published._seed_row_key

)

select * from final
