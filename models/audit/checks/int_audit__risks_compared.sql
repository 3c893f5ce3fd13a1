with

programme_risks as (

    select * from {{ ref('dim_programme_risks') }}

),

risk_matrix_cells as (

    select * from {{ ref('dim_risk_matrix_cells') }}

),

risk_map_positions as (

    select * from {{ ref('fct_risk_map_positions') }}

),

risk_map_counts as (

    select * from {{ ref('fct_risk_map_counts') }}

),

assessed as (

    select
        source_document_id,
        'existing' as map_code,
        '現有風險 ' || risk_name_zh as subject_zh,
        risk_no,
        likelihood_level,
        impact_level,
        risk_value,
        source_locator
    from programme_risks
    union all
    select
        source_document_id,
        'residual' as map_code,
        '殘餘風險 ' || risk_name_zh as subject_zh,
        risk_no,
        residual_likelihood_level as likelihood_level,
        residual_impact_level as impact_level,
        residual_risk_value as risk_value,
        source_locator
    from programme_risks

),

valued as (

    select
        source_document_id,
        source_locator,
        subject_zh,
        likelihood_level,
        impact_level,
        risk_value
    from assessed
    union all
    select
        source_document_id,
        source_locator,
        concat_ws('', '風險判斷基準 可能性', likelihood_level, '、影響程度', impact_level) as subject_zh,
        likelihood_level,
        impact_level,
        risk_value
    from risk_matrix_cells

),

risk_values as (

    select
        'risk_value_of_levels' as check_code,
        source_document_id,
        source_locator,
        subject_zh,
        cast(risk_value as {{ dbt.type_string() }}) as printed_text,
        cast(likelihood_level * impact_level as {{ dbt.type_string() }}) as expected_text,
        risk_value - likelihood_level * impact_level as difference_value
    from valued

),

rating_ranges as (

    select distinct
        source_document_id,
        risk_rating_zh,
        minimum_risk_value,
        maximum_risk_value
    from risk_matrix_cells

),

risk_ratings as (

    select
        'risk_rating_of_value' as check_code,
        risk_matrix_cells.source_document_id,
        risk_matrix_cells.source_locator,
        concat_ws(
            '',
            '風險判斷基準 可能性',
            risk_matrix_cells.likelihood_level,
            '、影響程度',
            risk_matrix_cells.impact_level
        ) as subject_zh,
        risk_matrix_cells.risk_rating_zh as printed_text,
        rating_ranges.risk_rating_zh as expected_text,
        case when risk_matrix_cells.risk_rating_zh = rating_ranges.risk_rating_zh then 0 else 1 end
            as difference_value
    from risk_matrix_cells
    left join rating_ranges
        on
            risk_matrix_cells.source_document_id = rating_ranges.source_document_id
            and risk_matrix_cells.risk_value between rating_ranges.minimum_risk_value
            and rating_ranges.maximum_risk_value

),

-- A risk may be missing on the map, or from the table of risks.
map_positions as (

    select
        'risk_map_position' as check_code,
        coalesce(risk_map_positions.source_document_id, assessed.source_document_id)
            as source_document_id,
        coalesce(risk_map_positions.source_locator, assessed.source_locator) as source_locator,
        coalesce(
            assessed.subject_zh,
            concat_ws('', risk_map_positions.map_code, ' ', risk_map_positions.risk_no)
        ) as subject_zh,
        case
            when risk_map_positions.risk_no is null then '未列'
            else
                concat_ws(
                    '',
                    '可能性',
                    risk_map_positions.likelihood_level,
                    '、影響程度',
                    risk_map_positions.impact_level
                )
        end as printed_text,
        case
            when assessed.risk_no is not null
                then
                    concat_ws(
                        '',
                        '可能性', assessed.likelihood_level, '、影響程度', assessed.impact_level
                    )
        end as expected_text,
        abs(risk_map_positions.likelihood_level - assessed.likelihood_level)
        + abs(risk_map_positions.impact_level - assessed.impact_level) as difference_value
    from assessed
    full outer join risk_map_positions
        on
            assessed.source_document_id = risk_map_positions.source_document_id
            and assessed.map_code = risk_map_positions.map_code
            and assessed.risk_no = risk_map_positions.risk_no

),

map_totals as (

    select
        *,
        sum(risk_count) over (partition by source_document_id, map_code) as map_risk_count,
        case map_code when 'existing' then '現有風險圖像 ' else '殘餘風險圖像 ' end
        || risk_rating_zh as subject_zh
    from risk_map_counts

),

map_counts as (

    select
        'risk_map_count' as check_code,
        source_document_id,
        source_locator,
        subject_zh,
        cast(risk_count as {{ dbt.type_string() }}) as printed_text,
        cast(assessed_risk_count as {{ dbt.type_string() }}) as expected_text,
        risk_count - assessed_risk_count as difference_value
    from map_totals

),

exact_comparisons as (

    select * from risk_values
    union all
    select * from risk_ratings
    union all
    select * from map_positions
    union all
    select * from map_counts

),

map_shares as (

    select
        'risk_map_share' as check_code,
        source_document_id,
        source_locator,
        subject_zh,
        risk_share_text as printed_text,
        100 * risk_share_rate as printed_value,
        100 * {{ safe_ratio('risk_count', 'map_risk_count') }} as expected_value,
        {{ half_unit("replace(risk_share_text, '％', '%')") }} as rounding_value
    from map_totals

),

final as (

    {{ exactly_compared('exact_comparisons') }}
    union all
    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        {{ decimal_text('expected_value') }} as expected_text,
        cast(printed_value - expected_value as decimal(28, 8)) as difference_value,
        cast(rounding_value as decimal(28, 8)) as agreement_value,
        cast(rounding_value as decimal(28, 8)) as tolerance_value
    from map_shares

)

select * from final
