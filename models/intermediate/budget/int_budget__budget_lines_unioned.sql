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

upgrade_plan_lines as (

    select * from {{ ref('int_budget__upgrade_plan_lines_unioned') }}

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

    select landed_budgets.*
    from landed_budgets
    inner join landed_rows_ranked
        on landed_budgets._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded

),

series_lines as (

    select
        budget_item_id,
        source_document_id,
        table_code,
        item_no,
        item_name_zh,
        global_budget_sector_zh,
        case when is_item_total then 'total' else 'item' end as level_code,
        roc_year,
        printed_text,
        unit_zh,
        printed_value,
        is_item_total or is_year_total as is_total,
        is_sector_merged,
        source_locator,
        _seed_row_key
    from budget_series

),

opened_items_lines as (

    select
        {{ key_of(['source_document_id', 'table_code', 'row_label']) }} as budget_item_id,
        source_document_id,
        table_code,
        cast(null as {{ dbt.type_string() }}) as item_no,
        row_label as item_name_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        case when is_total then 'total' else 'item' end as level_code,
        cohort_roc_year as roc_year,
        printed_text,
        unit_zh,
        printed_value,
        is_total,
        false as is_sector_merged,
        source_locator,
        _seed_row_key
    from opened_items
    where column_label = '預算數'

),

family_doctor_lines as (

    select
        {{ key_of([
            'family_doctor_plan.source_document_id',
            'family_doctor_plan.table_code',
            'programmes.programme_name_zh',
        ]) }} as budget_item_id,
        family_doctor_plan.source_document_id,
        family_doctor_plan.table_code,
        cast(null as {{ dbt.type_string() }}) as item_no,
        programmes.programme_name_zh as item_name_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        'item' as level_code,
        family_doctor_plan.roc_year,
        family_doctor_plan.printed_text,
        family_doctor_plan.unit_zh,
        family_doctor_plan.printed_value,
        false as is_total,
        false as is_sector_merged,
        family_doctor_plan.source_locator,
        family_doctor_plan._seed_row_key
    from family_doctor_plan
    inner join programmes
        on family_doctor_plan.table_code = programmes.programme_code
    where family_doctor_plan.row_label = '預算數(億元)'

),

tiered_care_lines as (

    select * from series_lines
    union all
    select * from opened_items_lines
    union all
    select * from family_doctor_lines

),

unioned as (

    select
        budget_item_id,
        source_document_id,
        table_code,
        cast(null as {{ dbt.type_string() }}) as work_item_id,
        cast(null as {{ dbt.type_string() }}) as aspect_name_zh,
        cast(null as {{ dbt.type_string() }}) as strategy_name_zh,
        item_no,
        item_name_zh,
        cast(null as {{ dbt.type_string() }}) as part_no,
        cast(null as {{ dbt.type_string() }}) as cost_category_zh,
        global_budget_sector_zh,
        level_code,
        roc_year,
        -- The document does not tell types of expenditure apart.
        '合計' as expenditure_type_zh,
        printed_text,
        unit_zh,
        printed_value,
        is_total,
        false as is_cost_total,
        is_sector_merged,
        false as is_year_shared,
        source_locator,
        cast(null as {{ dbt.type_string() }}) as quote_zh,
        _seed_row_key
    from tiered_care_lines
    union all
    select
        budget_item_id,
        source_document_id,
        table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        part_no,
        cost_category_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        level_code,
        roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        printed_value,
        is_total,
        is_cost_total,
        false as is_sector_merged,
        is_year_shared,
        source_locator,
        quote_zh,
        _seed_row_key
    from upgrade_plan_lines
    union all
    select
        budget_item_id,
        source_document_id,
        table_code,
        cast(null as {{ dbt.type_string() }}) as work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        cast(null as {{ dbt.type_string() }}) as part_no,
        cast(null as {{ dbt.type_string() }}) as cost_category_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        -- Only parts are loaded, no totals.
        'item' as level_code,
        roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        printed_value,
        false as is_total,
        false as is_cost_total,
        false as is_sector_merged,
        false as is_year_shared,
        source_locator,
        cast(null as {{ dbt.type_string() }}) as quote_zh,
        _seed_row_key
    from current_landed_budgets

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
