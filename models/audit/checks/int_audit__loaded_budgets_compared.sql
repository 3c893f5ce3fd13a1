with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_marked') }}

),

landed_budgets as (

    select * from {{ ref('stg_landing__budgets') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- A total by its number or by its sum is its parts' sum already. A table that two files have
-- corrected has no order of its own.
ordered as (

    select
        budget_lines.source_document_id,
        budget_lines.source_locator,
        budget_lines.item_name_zh,
        budget_lines.level_code,
        budget_lines.is_total,
        budget_lines.roc_year,
        budget_lines.printed_text,
        landed_budgets.printed_value,
        budget_lines.unit_zh,
        {{ key_of([
            'budget_lines.source_document_id',
            'budget_lines.table_code',
            'budget_lines.roc_year',
            'budget_lines.expenditure_type_code',
        ]) }} as year_key,
        landed_budgets._row_no,
        min(budget_lines.source_document_id) over (partition by budget_lines.table_code)
        = max(budget_lines.source_document_id) over (partition by budget_lines.table_code)
            as is_in_one_file
    from budget_lines
    inner join landed_budgets
        on budget_lines._seed_row_key = landed_budgets._seed_row_key
    where budget_lines.total_basis_code = 'word' or not budget_lines.is_total

),

placed as (

    select
        *,
        -- Totals stand below their parts, unless the table begins with one and ends without.
        max(case when is_total then _row_no end) over (partition by year_key)
        < max(_row_no) over (partition by year_key)
        and min(case when is_total then _row_no end) over (partition by year_key)
        = min(_row_no) over (partition by year_key) as is_above_its_parts,
        count(case when is_total then _row_no end) over (
            partition by year_key
            order by _row_no
            rows between unbounded preceding and current row
        ) as totals_so_far,
        min(case when level_code = 'total' then _row_no end) over (partition by year_key)
            as first_total_row_no,
        max(case when level_code = 'total' then _row_no end) over (partition by year_key)
            as last_total_row_no
    from ordered
    where is_in_one_file

),

sectioned as (

    select
        *,
        -- A row that belongs to the total below it comes before that total is counted.
        totals_so_far - case when is_total and not is_above_its_parts then 1 else 0 end
            as section_no,
        coalesce(
            _row_no = case
                when is_above_its_parts then first_total_row_no else last_total_row_no
            end,
            false
        ) as is_of_all
    from placed

),

cells as (

    {% for check_code, group_key, condition in [
        ('year_total_over_items', 'year_key', 'is_of_all or not is_total'),
        ('subtotal_over_members', "year_key || '/' || section_no", 'not is_of_all'),
    ] %}
    select
        '{{ check_code }}' as check_code,
        {{ group_key }} as group_key,
        source_document_id,
        source_locator,
        concat_ws(' ', item_name_zh, roc_year || '年') as subject_zh,
        printed_text,
        printed_value,
        unit_zh,
        is_total
    from sectioned
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ totals_beside_parts() }}

select * from final
