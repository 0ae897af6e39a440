"""What goes wrong with files, disks, clocks, windows and processes, made for real: is anything lost in silence?"""
