{%- set columns = {
    'budget_item_id': 'string',
    'source_document_id': 'string',
    'table_code': 'string',
    'work_item_id': 'string',
    'aspect_name_zh': 'string',
    'strategy_name_zh': 'string',
    'item_no': 'string',
    'item_name_zh': 'string',
    'part_no': 'string',
    'cost_category_zh': 'string',
    'global_budget_sector_zh': 'string',
    'level_code': 'string',
    'roc_year': 'int',
    'expenditure_type_zh': 'string',
    'printed_text': 'string',
    'unit_zh': 'string',
    'printed_value': 'decimal(24,6)',
    'is_total': 'boolean',
    'is_cost_total': 'boolean',
    'is_sector_merged': 'boolean',
    'is_year_shared': 'boolean',
    'source_locator': 'string',
    'quote_zh': 'string',
    '_seed_row_key': 'string',
} -%}
{%- set of_paragraphs = [
    'part_no', 'cost_category_zh', 'is_cost_total', 'is_year_shared', 'quote_zh'
] -%}
{%- set of_plans = of_paragraphs + ['work_item_id', 'aspect_name_zh', 'strategy_name_zh'] -%}
with

budget_series as (

    select * from {{ ref('stg_nhi_tiered_care_progress__budget_series') }}

),

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

family_doctor_plan as (

    select * from {{ ref('stg_nhi_tiered_care_progress__family_doctor_plan') }}

),

plan_lines as (

    select * from {{ ref('int_budget__plan_lines_unioned') }}

),

programmes as (

    select * from {{ ref('stg_reference__programmes') }}

),

expenditure_types as (

    select * from {{ ref('stg_reference__expenditure_types') }}

),

number_words as (

    select * from {{ ref('stg_reference__number_words') }}

),

corrections as (

    select * from {{ ref('stg_corrections__printed_values') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

landed_budgets as (

    select * from {{ ref('stg_landing__budgets') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_budgets as (

    {{ not_superseded('landed_budgets') }}

),

-- The tiered-care document does not tell types of expenditure apart.
series_lines as (

    select
        *,
        case when is_item_total then 'total' else 'item' end as level_code,
        '合計' as expenditure_type_zh,
        is_item_total or is_year_total as is_total
    from budget_series

),

opened_items_lines as (

    select
        *,
        {{ key_of(['source_document_id', 'table_code', 'row_label']) }} as budget_item_id,
        row_label as item_name_zh,
        case when is_total then 'total' else 'item' end as level_code,
        cohort_roc_year as roc_year,
        '合計' as expenditure_type_zh
    from opened_items
    where column_label = '預算數'

),

family_doctor_lines as (

    select
        family_doctor_plan.*,
        {{ key_of([
            'family_doctor_plan.source_document_id',
            'family_doctor_plan.table_code',
            'programmes.programme_name_zh',
        ]) }} as budget_item_id,
        programmes.programme_name_zh as item_name_zh,
        'item' as level_code,
        '合計' as expenditure_type_zh
    from family_doctor_plan
    inner join programmes
        on family_doctor_plan.table_code = programmes.programme_code
    where family_doctor_plan.row_label = '預算數(億元)'

),

-- Only parts are loaded, no totals.
landed_lines as (

    select
        *,
        'item' as level_code
    from current_landed_budgets

),

unioned as (

    {{ union_of(columns, [
        {'from': 'series_lines', 'lacks': of_plans},
        {
            'from': 'opened_items_lines',
            'lacks': of_plans + ['item_no', 'global_budget_sector_zh', 'is_sector_merged'],
        },
        {
            'from': 'family_doctor_lines',
            'lacks': of_plans + [
                'item_no', 'global_budget_sector_zh', 'is_sector_merged', 'is_total'
            ],
        },
        {'from': 'plan_lines', 'lacks': ['global_budget_sector_zh', 'is_sector_merged']},
        {
            'from': 'landed_lines',
            'lacks': of_paragraphs + [
                'work_item_id', 'global_budget_sector_zh', 'is_sector_merged', 'is_total'
            ],
        },
    ]) }}

),

corrected as (

    select
        unioned.*,
        corrections.correction_id,
        coalesce(corrections.corrected_text, unioned.printed_text) as figure_text,
        coalesce(corrections.corrected_unit_zh, unioned.unit_zh) as figure_unit_zh,
        coalesce(corrections.corrected_value, unioned.printed_value, number_words.number_value)
            as figure_value
    from unioned
    left join corrections
        on
            unioned._seed_row_key = corrections.corrected_seed_row_key
            and unioned.source_locator = corrections.source_locator
            and unioned.printed_text = corrections.printed_text
            and unioned.unit_zh = corrections.printed_unit_zh
            and corrections.correction_status_code = 'applied'
    left join number_words
        on unioned.printed_text = number_words.printed_text

),

final as (

    select
        corrected.budget_item_id,
        corrected.source_document_id,
        corrected.table_code,
        corrected.work_item_id,
        corrected.aspect_name_zh,
        corrected.strategy_name_zh,
        corrected.item_no,
        corrected.item_name_zh,
        corrected.part_no,
        corrected.cost_category_zh,
        corrected.global_budget_sector_zh,
        corrected.level_code,
        corrected.roc_year,
        {{ roc_to_fiscal_year('corrected.roc_year') }} as fiscal_year,
        expenditure_types.expenditure_type_code,
        corrected.expenditure_type_zh,
        corrected.printed_text,
        corrected.unit_zh,
        corrected.printed_value,
        corrected.figure_text,
        corrected.figure_unit_zh,
        corrected.figure_value,
        {{ in_base_unit('corrected.figure_value', 'units.multiplier', 'decimal(18, 2)') }}
            as budget_twd,
        corrected.is_total,
        corrected.is_cost_total,
        corrected.is_sector_merged,
        corrected.is_year_shared,
        corrected.correction_id,
        corrected.source_locator,
        corrected.quote_zh,
        corrected._seed_row_key
    from corrected
    inner join units
        on corrected.figure_unit_zh = units.unit_zh
    inner join expenditure_types
        on corrected.expenditure_type_zh = expenditure_types.expenditure_type_zh

)

select * from final
