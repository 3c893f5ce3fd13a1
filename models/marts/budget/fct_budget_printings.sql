with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_marked') }}

),

unnoted as (

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
        global_budget_sector_zh,
        level_code,
        is_total,
        is_of_record,
        roc_year,
        fiscal_year,
        expenditure_type_code,
        printed_text,
        unit_zh,
        budget_twd,
        is_sector_merged,
        is_year_shared,
        correction_id,
        source_locator,
        quote_zh,
        _seed_row_key
    from budget_lines

),

final as (

    {{ with_notes('unnoted', ['budget.fct_budgets']) }}

)

select * from final
