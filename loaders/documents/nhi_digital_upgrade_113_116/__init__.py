"""健保醫療平權數位升級計畫（113年至116年）, the NHI digital upgrade plan."""
