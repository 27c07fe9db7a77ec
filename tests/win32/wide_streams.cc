#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <windows.h>

int wmain(int count, wchar_t **arguments)
{
        std::wstringstream text;
        std::wstring line;
        int number = 0;

        text << L"n=" << 42 << L' ' << 2.5 << L' ' << std::hex << 255;
        std::wcout << text.str() << std::endl;
        std::wcout << std::setw(6) << 7 << L"|" << std::boolalpha << true << std::endl;
        printf("printf %d\n", 1);
        wprintf(L"wprintf %s %S\n", L"w\u00fc", "n");
        std::cout << "cout " << 1.5 << std::endl;
        std::wcin >> number >> line;
        std::wcout << number << L' ' << line << L' ' << line.size() << std::endl;
        std::wcin.ignore();
        std::getline(std::wcin, line);
        std::wcout << L'[' << line << L']' << L' ' << count << L' ' << arguments[1] << std::endl;
        return 0;
}
