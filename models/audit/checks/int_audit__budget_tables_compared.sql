with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

programme_metrics as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__programme_metrics') }}

),

expenditure_types as (

    select * from {{ ref('stg_reference__expenditure_types') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

printed_cells as (

    select
        table_code,
        work_item_id,
        roc_year,
        expenditure_type_code,
        is_cost_total,
        source_document_id,
        source_locator,
        concat_ws(' ', item_name_zh, coalesce(roc_year || '年', '合計'), expenditure_type_zh)
            as subject_zh,
        printed_text,
        figure_text,
        figure_value,
        figure_unit_zh
    from budget_lines
    where source_document_id = 'nhi_digital_upgrade_113_116'
    union all
    select
        'prose' as table_code,
        cast(null as {{ dbt.type_string() }}) as work_item_id,
        cast(null as int) as roc_year,
        expenditure_types.expenditure_type_code,
        false as is_cost_total,
        programme_metrics.source_document_id,
        programme_metrics.source_locator,
        concat_ws(' ', programme_metrics.metric_name_zh, expenditure_types.expenditure_type_zh)
            as subject_zh,
        programme_metrics.printed_text,
        programme_metrics.printed_text as figure_text,
        programme_metrics.printed_value as figure_value,
        programme_metrics.unit_zh as figure_unit_zh
    from programme_metrics
    inner join expenditure_types
        on coalesce(programme_metrics.dimension_zh, '合計') = expenditure_types.expenditure_type_zh
    where programme_metrics.metric_id = 'digital_upgrade_plan_budget'

),

keyed_cells as (

    select
        *,
        {{ key_of(['work_item_id', 'roc_year', 'expenditure_type_code']) }} as cell_key
    from printed_cells

),

cells as (

    {{ with_base_values(
        'keyed_cells', value='figure_value', text='figure_text', unit='figure_unit_zh'
    ) }}

),

paragraphs as (

    select
        cell_key,
        sum(base_value) as base_value,
        sum(rounding_value) as rounding_value,
        min(source_locator) as source_locator
    from cells
    where table_code = 'work_item_budgets' and not is_cost_total
    group by cell_key

),

paragraph_scopes as (

    select distinct
        work_item_id,
        roc_year is null as is_over_years
    from cells
    where table_code = 'work_item_budgets'

),

-- A paragraph names no year and no type of expenditure that has no budget.
paragraph_sums as (

    select
        'paragraphs' as table_code,
        cells.cell_key,
        paragraphs.source_locator,
        coalesce(paragraphs.base_value, 0) as base_value,
        coalesce(paragraphs.rounding_value, 0) as rounding_value
    from cells
    inner join paragraph_scopes
        on
            cells.work_item_id = paragraph_scopes.work_item_id
            and (cells.roc_year is null) = paragraph_scopes.is_over_years
    left join paragraphs
        on cells.cell_key = paragraphs.cell_key
    where cells.table_code = 'budget_table_5'

),

expected_cells as (

    select
        table_code,
        cell_key,
        source_locator,
        base_value,
        rounding_value
    from cells
    where table_code = 'budget_table_5'
    union all
    select
        table_code,
        cell_key,
        source_locator,
        base_value,
        rounding_value
    from paragraph_sums

),

{{ tables_beside_tables({
    'budget_tables_3_and_5': ['budget_table_3', 'budget_table_5'],
    'budget_tables_4_and_5': ['budget_table_4', 'budget_table_5'],
    'budget_table_5_and_paragraphs': ['budget_table_5', 'paragraphs'],
    'budget_prose_and_table_5': ['prose', 'budget_table_5'],
}, 'cells', 'expected_cells', subject='printed.subject_zh') }}

select * from final
