{#- Each printed total is the sum of the model's rows under it, but for what rounding each
    figure to `half_unit` either way explains; and there is such a total. A total is a row of `printings` with `is_total`. A row is under it where the columns of
    `same` agree, those of `same_unless_null` agree or the total has none, those of `same_unless` agree or
    the total has the value given, and those of `renamed` (there: here) agree under two names. Totals
    beside which the model has nothing are those of tables that are not of record. -#}
{% test leaves_sum_to_printed_totals(
    model,
    measure,
    printings,
    same=[],
    same_unless_null=[],
    same_unless={},
    renamed={},
    half_unit=0,
    totals_where='true'
) %}

    with

    totals as (

        select
            *,
            row_number() over (order by _seed_row_key) as total_no
        from {{ printings }}
        where is_total and {{ totals_where }}

    ),

    sums as (

        select
            totals.total_no,
            totals._seed_row_key,
            totals.{{ measure }} as printed_total,
            sum(leaves.{{ measure }}) as sum_of_leaves,
            {{ half_unit }} * (count(*) + 1) as allowed_difference
        from totals
        inner join {{ model }} as leaves
            on
                true
                {% for column in same %}
                and totals.{{ column }} = leaves.{{ column }}
                {% endfor %}
                {% for column in same_unless_null %}
                and (totals.{{ column }} is null or totals.{{ column }} = leaves.{{ column }})
                {% endfor %}
                {% for column, value in same_unless.items() %}
                and (
                    totals.{{ column }} = '{{ value }}'
                    or totals.{{ column }} = leaves.{{ column }}
                )
                {% endfor %}
                {% for there, here in renamed.items() %}
                and totals.{{ there }} = leaves.{{ here }}
                {% endfor %}
        group by totals.total_no, totals._seed_row_key, totals.{{ measure }}

    )

    select
        _seed_row_key,
        printed_total,
        sum_of_leaves
    from sums
    where abs(printed_total - sum_of_leaves) > allowed_difference
    union all
    select
        'nothing was compared' as _seed_row_key,
        null as printed_total,
        null as sum_of_leaves
    from (select count(*) as compared_count from sums) as compared
    where compared_count = 0

{% endtest %}
